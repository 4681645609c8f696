// Looks at the served page in a real browser, as a person would: node verify.mjs
// STRICT_REVIEW names a program (else cargo builds it), STRICT_REVIEW_URL a server that runs already, CHROMIUM a browser.

import { accessible } from './checks/accessible.mjs';
import { answers } from './checks/answers.mjs';
import { content } from './checks/content.mjs';
import { hostile } from './checks/hostile.mjs';
import { keyboard } from './checks/keyboard.mjs';
import { layout } from './checks/layout.mjs';
import { pictures } from './checks/pictures.mjs';
import { writes } from './checks/writes.mjs';
import { launched, opened, unwanted } from './chromium.mjs';
import { definition } from './definition.mjs';
import { serving } from './server.mjs';
import { check, summary } from './told.mjs';

const server = await serving();
const browser = await launched();
const url = server.origin + definition.endpoints.page.path;
/** The page, fresh, in a context with these options. */
const visit = async (options) => {
  const page = await opened(browser, server.origin, options);
  await page.goto(url);
  return page;
};
const visitor = { visit, url, origin: server.origin, plan: server.origin + definition.endpoints.plan.path };

for (const subject of [content, writes, answers, hostile, layout, accessible, keyboard, pictures]) {
  console.log(`# ${subject.name}`);
  await subject(visitor).catch((error) => check(`${subject.name} could be looked at to its end`, [error.message]));
}
check('nothing was said, asked elsewhere, refused or opened by any page', unwanted);
await browser.close();
check('the program printed where it serves, and ended when it was asked to', await server.stop());
process.exitCode = summary();
