// Which text the customer said yes to (E5, R4): kept beside their consent, because texts change and
// a yes is to what was shown.
//
// It changes whenever issue.consent, issue.consent.text or issue.guardian.text do
// (tests/web/weight.test.mjs holds them together), and the notice to members behind them.

import {language} from '../lib/lang';

export const consentText = '2026-11';

// As the page showed it: "2026-11 zh-CN".
export function consentVersion(): string {
  return `${consentText} ${language.value}`;
}
