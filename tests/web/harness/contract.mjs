// What /openapi.json promises of an answer, held against every answer that the tests see.

import Ajv from 'ajv/dist/2020.js';
import {readFileSync} from 'node:fs';

const contract = JSON.parse(readFileSync(new URL('../../../terminal/service/openapi.json', import.meta.url), 'utf8'));
const judge = new Ajv({strict: false, allErrors: true, validateFormats: false}).addSchema(contract, 'contract');

const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');

// Where the answer to `path` is another than was promised; empty where it is as promised.
export function difference(path, status, type, body) {
  const post = contract.paths[path]?.post;
  if (!post) return `${path}: is not described`;
  const media = type.split(';')[0];
  const described = post.responses[status];
  const at = described?.content ? `paths/${escaped(path)}/post/responses/${status}` : 'components/responses/Problem';
  const content = (described?.content ?? contract.components.responses.Problem.content)[media];
  if (!content) return `${path}: ${status} ${media} is not described`;
  const ref = `contract#/${at}/content/${escaped(media)}/schema`;
  const valid = judge.getSchema(ref) ?? judge.compile({$ref: ref});
  if (valid(body)) return '';
  return `${path} ${status}: ${judge.errorsText(valid.errors, {dataVar: 'answer'})}`;
}
