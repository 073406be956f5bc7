// Api: the door's methods as /openapi.json describes them, of which openapi.ts is made (npm run types):
// what each takes and what it says.

import type {components, paths} from './openapi';

type Dots<Path extends string> = Path extends `${infer First}/${infer Rest}` ? `${First}.${Dots<Rest>}` : Path;
type MethodPath = keyof paths & `/v1/${string}`;
type MethodOf<Path> = Path extends `/v1/${infer Name}` ? Dots<Name> : never;
export type Method = MethodOf<MethodPath>;
type PathOf<M extends Method> = {[P in MethodPath]: MethodOf<P> extends M ? P : never}[MethodPath];

type Body<P> = P extends MethodPath ? paths[P]['post']['requestBody']['content']['application/json'] : never;
type Said<P> = P extends MethodPath ? paths[P]['post']['responses'][200]['content']['application/json'] extends {result: infer R} ? R : never : never;

// What the session or the page's client fills in, or an act that the service wants proved.
type Filled = 'operator' | 'request_id' | 'second_operator';
type FilledIn<B> = Omit<B, Filled> & {[F in Filled & keyof B]?: string};

export type Request<M extends Method> = FilledIn<Body<PathOf<M>>>;
export type Result<M extends Method> = Said<PathOf<M>>;
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];
