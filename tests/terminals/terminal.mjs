// xterm.js in a headless Chromium, as page.py tells it line by line: terminal.mjs PACKAGES COLUMNS ROWS
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launched } from '../browser/chromium.mjs';

const [packages, columns, rows] = process.argv.slice(2);
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const browser = await launched();
const page = await browser.newPage();
await page.exposeFunction('typed', (typed, isBinary) => say({ typed: Buffer.from(typed, isBinary ? 'latin1' : 'utf8').toString('base64') }));
await page.setContent('<div id="terminal"></div>');
const folder = join(packages, 'node_modules', '@xterm', 'xterm');
await page.addStyleTag({ path: join(folder, 'css', 'xterm.css') });
await page.addScriptTag({ path: join(folder, 'lib', 'xterm.js') });
await page.evaluate(([cols, rows]) => {
  const terminal = new globalThis.Terminal({ cols, rows, allowProposedApi: true });
  terminal.open(document.getElementById('terminal'));
  terminal.onData((data) => globalThis.typed(data, false));
  terminal.onBinary((data) => globalThis.typed(data, true));
  terminal.focus();
  globalThis.terminal = terminal;
}, [Number(columns), Number(rows)]);

const acts = {
  write: (bytes) => page.evaluate(
    (bytes) => new Promise((done) => globalThis.terminal.write(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)), done)), bytes),
  rows: () => page.evaluate(() => {
    const { terminal } = globalThis;
    const { active } = terminal.buffer;
    const shown = (cell) => (cell.getWidth() === 0 ? '' : cell.getChars() || ' ');
    return Array.from({ length: terminal.rows }, (_, y) => {
      const line = active.getLine(active.baseY + y);
      return Array.from({ length: terminal.cols }, (_, x) => shown(line.getCell(x)));
    });
  }),
  resize: (size) => page.evaluate(([cols, rows]) => globalThis.terminal.resize(cols, rows), size),
  keys: async (names) => {
    for (const name of names) {
      await page.keyboard.press(name);
    }
  },
  paste: (text) => page.evaluate((text) => globalThis.terminal.paste(text), text),
};
say({ told: null });
for await (const line of createInterface({ input: process.stdin })) {
  const [name, argument] = JSON.parse(line);
  const told = await acts[name](argument);
  if (name !== 'write') {
    say({ told: told ?? null });
  }
}
await browser.close();
