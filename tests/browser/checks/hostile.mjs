// Text from a handoff stays text.

import { sample } from '../definition.mjs';
import { filled, held, sent } from '../form.mjs';
import { shownText } from '../shown.mjs';
import { check } from '../told.mjs';

const MARKUP = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`;
const BIDI = 'a\u202Eb\u2066c\u200Bd';

export async function hostile({ visit }) {
  const page = await visit();
  const request = sample('ready-request.json');
  await filled(page, { ...request, backupReference: MARKUP, auditReference: `${MARKUP.slice(0, 40)}${BIDI}` });
  await sent(page);
  const shown = await shownText(page);
  check('markup in a field is shown as text and makes no element', [
    ...(shown.includes('<script>alert(1)</script>') ? [] : ['what was refused is not shown']),
    ...((await held(page)).backupReference === MARKUP ? [] : ['the field no longer holds what was typed']),
    ...(await page.locator('script, img').evaluateAll((all) => all.map((element) => element.outerHTML))),
  ]);
  const document = await page.content();
  const raw = document.match(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069]/g) ?? [];
  check('hidden characters are shown as tokens, and none reaches the page raw', [
    ...['‹U+202E›', '‹U+2066›', '‹U+200B›'].filter((token) => !shown.includes(token)),
    ...raw.map((c) => `raw U+${c.codePointAt(0).toString(16)}`),
  ]);
  await page.context().close();
}
