// Pictures for a person to look at, in screenshots/.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sample } from '../definition.mjs';
import { filled, sent } from '../form.mjs';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../screenshots');

export async function pictures({ visit }) {
  mkdirSync(FOLDER, { recursive: true });
  const page = await visit();
  const taken = async (name, width, height, colorScheme, fullPage = false) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ media: 'screen', colorScheme });
    await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage });
  };
  await taken('desktop-light', 1440, 900, 'light', true);
  await taken('desktop-dark', 1440, 900, 'dark', true);
  await taken('tablet-light', 768, 1024, 'light');
  await taken('phone-light', 360, 740, 'light', true);
  await taken('phone-dark', 360, 740, 'dark');
  await page.emulateMedia({ media: null, colorScheme: 'light' });
  await page.pdf({ path: join(FOLDER, 'print.pdf'), format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '10mm', right: '10mm' } });
  for (const [kind, path] of [['ready', 'ready-request.json'], ['blocked', 'requests/blocked-database-migration.json']]) {
    await filled(page, { ...sample(path), ...(kind === 'blocked' && { auditReference: 'audit\u202Etrail' }) });
    await sent(page);
    await taken(`answer-${kind}-top`, 1440, 900, 'light');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('#answer').screenshot({ path: join(FOLDER, `answer-${kind}.png`) });
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await page.locator('#answer').screenshot({ path: join(FOLDER, `answer-${kind}-dark.png`) });
  }
  await page.context().close();
  console.log('#   pictures are in tests/browser/screenshots');
}
