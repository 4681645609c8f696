// The program while it serves: started here and stopped here, or found running where STRICT_REVIEW_URL says.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { definition, root } from './definition.mjs';

/** Its origin, and how to stop it. */
export async function serving() {
  const running = process.env.STRICT_REVIEW_URL;
  if (running) {
    return { origin: new URL(running).origin, stop: async () => [] };
  }
  const named = process.env.STRICT_REVIEW;
  const [program, ...words] = named ? [named] : ['cargo', 'run', '--quiet', '--locked', '--'];
  const child = spawn(program, [...words, 'serve', '--port', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const urls = await Promise.race([
    threeLines(child.stdout),
    ended.then(([code]) => Promise.reject(new Error(`${program} ended with ${code} before it served`))),
  ]);
  const { origin } = new URL(urls[0]);
  const { policy, plan, page } = definition.endpoints;
  const faults = [policy, plan, page]
    .map((endpoint, place) => [`${origin}${endpoint.path}`, urls[place]])
    .filter(([expected, printed]) => expected !== printed)
    .map(([expected, printed]) => `expected ${expected}, printed ${printed}`);
  const stop = async () => {
    child.kill('SIGTERM');
    const [code, signal] = await ended;
    process.removeListener('exit', killed);
    return code === 143 ? faults : [...faults, `ended with ${code ?? signal}`];
  };
  return { origin, stop };
}

async function threeLines(stream) {
  const lines = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    if (lines.length === 3) {
      break;
    }
  }
  if (lines.length < 3) {
    throw new Error('the program does not say where it serves');
  }
  return lines;
}
