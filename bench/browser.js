// One headless Chromium with an empty profile, steered by Playwright, and what is known of its processes.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Stands at the top of every page, before anything of the page's own. */
const WATCH = join(dirname(fileURLToPath(import.meta.url)), 'page', 'watch.js');

/** Nothing that talks to anybody but the page's host, and nothing that works in the background. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds after which a page that says nothing has failed: the largest indexes take most of a minute. */
export const PATIENCE = 300_000;

/** Starts the browser; every `Reader` of it has its own empty cache. */
export async function startBrowser(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Runs `use` with a page that nobody has used before. */
export async function withReader(browser, origin, use) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    await page.addInitScript({ path: WATCH });
    return await use(new Reader(context, page, origin));
  } finally {
    await context.close();
  }
}

/** One page of one visitor. */
export class Reader {
  #failures = [];

  constructor(context, page, origin) {
    this.context = context;
    this.page = page;
    this.origin = origin;
    page.on('pageerror', (error) => this.#failures.push(error.message));
    page.on('crash', () => this.#failures.push('the page crashed, most likely for want of memory'));
  }

  /** Goes to the page without waiting for anything on it. */
  async visit(path) {
    await this.page.goto(this.origin + path, { waitUntil: 'commit', timeout: PATIENCE });
  }

  /** What `ask` gives in the page; fails when the page does, or takes longer than `patience`, in milliseconds. */
  async ask(ask, argument, patience = PATIENCE) {
    let timer;
    const tooLong = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
    });
    const crashed = new Promise((_, reject) => this.page.once('crash', () => reject(new Error('the page crashed'))));
    crashed.catch(() => {});
    try {
      return await Promise.race([this.page.evaluate(ask, argument), tooLong, crashed]);
    } catch (error) {
      throw new Error([error.message.split('\n')[0], ...this.#failures].join('; '));
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * The processes that render pages, by their numbers: proportional set size in bytes, and seconds of processor time that each
 * has had. Nothing where the system does not tell.
 */
export async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const found = new Map();
    for (const { id, type, cpuTime } of processInfo) {
      if (type !== 'renderer') continue;
      const bytes = await proportional(id);
      if (bytes === undefined) return undefined;
      found.set(id, { bytes, seconds: cpuTime });
    }
    return found;
  } finally {
    await session.detach();
  }
}

/** PSS of a process as the Linux kernel counts it (Documentation/filesystems/proc.rst), in bytes. */
async function proportional(id) {
  try {
    const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8');
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(text);
    return kilobytes ? Number(kilobytes[1]) * 1024 : undefined;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return process.platform === 'linux' ? 0 : undefined;
    return undefined;
  }
}

/** Milliseconds in which a browser gives back to the system what it has collected, in threads of their own. */
const GIVEN_BACK = 1000;

/** Has the heaps of the page and of its workers collected, so that garbage is not taken for growth. */
export async function collectGarbage(reader) {
  const session = await reader.context.newCDPSession(reader.page);
  const collected = [session.send('HeapProfiler.collectGarbage')];
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    collected.push(
      new Promise((resolve) => session.on('Target.receivedMessageFromTarget', (from) => from.sessionId === sessionId && resolve())),
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }) }),
    );
  });
  try {
    // Tells of all workers that there are before it is done.
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    await Promise.all(collected);
    await new Promise((resolve) => setTimeout(resolve, GIVEN_BACK));
  } finally {
    await session.detach();
  }
}
