// Nothing sticks out or is cut, on a phone, a tablet, a screen and paper, in light and dark.

import { literals, sample } from '../definition.mjs';
import { filled, sent } from '../form.mjs';
import { cut, unseen } from '../shown.mjs';
import { check } from '../told.mjs';

const SIZES = [[360, 740], [768, 1024], [1440, 900]];

/** A page of A4 without its margins, in CSS pixels. */
const PAPER = { width: 718, height: 1000 };

export async function layout({ visit }) {
  const page = await visit();
  await looked(page, 'the page');
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PAPER);
  check('the page is whole on paper', [...(await cut(page)), ...(await unseen(page, Object.values(literals()).flat()))]);
  check('the form is not printed', await page.locator('form:visible').evaluateAll((all) => all.map(() => 'it is')));
  await page.emulateMedia({ media: 'screen' });
  // A word without an end, and findings.
  const decision = 'request-database-migration';
  await filled(page, { ...sample('ready-request.json'), decision, backupReference: `${'W'.repeat(400)}\u202E` });
  await sent(page);
  await looked(page, 'an answer with findings');
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PAPER);
  check('an answer with findings is whole on paper', await cut(page));
  await page.context().close();
}

async function looked(page, what) {
  for (const [width, height] of SIZES) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ media: 'screen', colorScheme });
      check(`${what} fits ${width}×${height}, ${colorScheme}`, await cut(page));
    }
  }
}
