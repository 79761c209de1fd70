// Making an index: processor time and memory, and what comes out of it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** GNU time, which asks the kernel what a process and all it waited for have used. Other systems have one with other options. */
const TIME = '/usr/bin/time';

/** Whether processor time and memory can be measured here. */
export function canMeasure() {
  return process.platform === 'linux' && existsSync(TIME);
}

/** Runs a command that makes an index. Without GNU time only the seconds by the clock are known. */
export async function timedBuild(command, log) {
  const measured = canMeasure();
  const [program, ...rest] = measured ? [TIME, '-f', '%U %S %M %e', '-o', log, ...command] : command;
  const started = performance.now();
  const ended = await finished(program, rest);
  const seconds = (performance.now() - started) / 1000;
  if (ended.code !== 0) throw new Error(`${command[0]} ended with ${ended.code}: ${ended.said.trim().split('\n').slice(-3).join(' | ')}`);
  if (!measured) return { seconds };
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  const [user, system, kilobytes, clock] = lines[lines.length - 1].split(' ').map(Number);
  // The peak is that of the largest single process.
  return { cpuSeconds: user + system, peakBytes: kilobytes * 1024, seconds: clock };
}

function finished(program, rest) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece) => {
      said = (said + piece).slice(-4000);
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? signal, said }));
  });
}

/** An empty folder. */
export async function emptied(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

/** How many files `folder` holds and how large they are, as published and as a host sends them. The page is left out. */
export async function published(folder, host) {
  const totals = { files: 0, bytes: 0, sentBytes: 0 };
  for (const path of await files(folder)) {
    if (path === '/index.html') continue;
    totals.files += 1;
    totals.bytes += (await stat(join(folder, path))).size;
    totals.sentBytes += await host.sent(path);
  }
  return totals;
}

async function files(folder, under = '') {
  const found = [];
  for (const entry of await readdir(join(folder, under), { withFileTypes: true })) {
    const path = `${under}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await files(folder, path)));
    else found.push(path);
  }
  return found.sort();
}
