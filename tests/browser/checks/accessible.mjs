// What axe finds. Its script needs a page whose policy lets it in; all other checks look at the page as it is served.

import axe from 'axe-core';

import { sample } from '../definition.mjs';
import { filled, sent } from '../form.mjs';
import { check } from '../told.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export async function accessible({ visit }) {
  const page = await visit({ bypassCSP: true });
  await judged(page, 'the page');
  for (const path of ['ready-request.json', 'requests/blocked-database-migration.json']) {
    await page.locator('form').evaluate((form) => form.reset());
    await filled(page, { ...sample(path), auditReference: path.startsWith('ready') ? 'audit-trail.md' : 'a\u202Eb' });
    await sent(page);
    await judged(page, `the answer to ${path}`);
  }
  await page.context().close();
}

async function judged(page, what) {
  for (const [width, height] of [[1440, 900], [360, 740]]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), TAGS);
      const faults = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)}`));
      check(`axe finds nothing against ${what}, ${width} wide, ${colorScheme}`, passes.length > 10 ? faults : ['axe looked at nothing']);
    }
  }
}
