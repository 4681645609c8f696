// A Chromium that asks nobody but the server, and what it says while it looks.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the browser is. */
function found() {
  if (process.env.CHROMIUM) {
    return process.env.CHROMIUM;
  }
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const path = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(executable);
  if (!path) {
    throw new Error('no Chromium here. Install it (Debian: apt-get install chromium), or name one: CHROMIUM=/path/to/it');
  }
  return path;
}

/** The browser, which finds no host but loopback and talks to nobody in the background. */
export function launched() {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--no-proxy-server',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ];
  // Chromium's own sandbox does not start as root.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: found(), chromiumSandbox: !asRoot, args });
}

/** Everything that any page said, asked or opened and should not have. */
export const unwanted = [];

/** A new page that is watched, in a context of its own. */
export async function opened(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      unwanted.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => unwanted.push(`page error: ${error.message}`));
  page.on('dialog', async (dialog) => {
    unwanted.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') {
      unwanted.push(`request to elsewhere: ${url.href}`);
    }
  });
  page.on('requestfailed', (request) => unwanted.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400) {
      unwanted.push(`${response.status()}: ${response.request().method()} ${response.url()}`);
    }
  });
  context.on('page', (another) => another !== page && unwanted.push(`another page was opened: ${another.url()}`));
  return page;
}
