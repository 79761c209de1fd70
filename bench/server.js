// A static host on this machine: HTTP/2, gzip for what hosts compress, a line of a given latency and width, and a log of
// every request. Listens on 127.0.0.1 only.

import { createSecureServer, constants } from 'node:http2';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { generate } from 'selfsigned';
import { FREE, Line } from './line.js';

const compress = promisify(gzip);

/** Content types of what engines publish; everything else is plain bytes, which hosts do not compress. */
const KINDS = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** How hard hosts try: zlib's own default. */
const LEVEL = 6;

/** Answers smaller than this are sent as they are, as hosts do. */
const WORTH_IT = 256;

/** A host. `folder` is what it serves, `line` how fast; both may be changed between pages. */
export class Host {
  folder = undefined;
  line = new Line(FREE);
  log = [];
  #ready = new Map();
  #extra = new Map();
  #server;
  #sessions = new Set();
  #sockets = new Set();
  #closed = 0;

  /** Starts one on a free port. */
  static async start() {
    const host = new Host();
    // Browsers speak HTTP/2 over TLS only; the certificate is for this run and this machine.
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keySize: 2048, algorithm: 'sha256' });
    host.#server = createSecureServer({ key, cert });
    host.#server.on('stream', (stream, headers) => {
      // A browser may hang up in the middle of an answer.
      stream.on('error', () => {});
      host.#answer(stream, headers).catch((error) => {
        if (!stream.destroyed) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
        console.error(`the host could not answer ${headers[':path']}: ${error.message}`);
      });
    });
    host.#server.on('session', (session) => {
      host.#sessions.add(session);
      session.on('error', () => {});
      session.on('close', () => host.#sessions.delete(session));
    });
    host.#server.on('secureConnection', (socket) => {
      host.#sockets.add(socket);
      socket.on('close', () => {
        host.#sockets.delete(socket);
        host.#closed += socket.bytesWritten;
      });
    });
    await new Promise((resolve, reject) => {
      host.#server.once('error', reject);
      host.#server.listen(0, '127.0.0.1', resolve);
    });
    return host;
  }

  get origin() {
    return `https://127.0.0.1:${this.#server.address().port}`;
  }

  /** Serves another folder; what was kept of the one before is let go. */
  serve(folder) {
    this.folder = folder;
    this.#ready.clear();
    this.forget();
  }

  /** Serves `bytes` at `path`, whatever the folder. */
  put(path, kind, bytes) {
    this.#extra.set(path, { kind, plain: Buffer.from(bytes) });
  }

  /** Serves over another line from now on. */
  through(shape) {
    this.line = new Line(shape);
  }

  /** Forgets what was asked so far. */
  forget() {
    this.log = [];
  }

  /** Everything ever written to a connection, headers and frames of HTTP/2 too: a count apart from that of the log. */
  get written() {
    return [...this.#sockets].reduce((sum, socket) => sum + socket.bytesWritten, this.#closed);
  }

  /** Resolves once nothing has been asked for or sent for `pause` milliseconds. */
  async quiet(pause = 100) {
    let last = -1;
    for (;;) {
      const busy = this.log.some((request) => request.ended === undefined);
      if (!busy && this.log.length === last) return;
      last = busy ? -1 : this.log.length;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Stops. */
  async stop() {
    for (const session of this.#sessions) session.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(stream, headers) {
    const path = decoded(headers[':path'].split('?')[0]);
    const request = { path, started: performance.now(), ended: undefined, bytes: 0, status: 0 };
    this.log.push(request);
    try {
      const line = this.line;
      const [file] = await Promise.all([this.#file(path), line.arrive()]);
      if (stream.destroyed) return;
      const range = file && asked(headers.range, file.plain.length);
      request.status = range ? 206 : file ? 200 : 404;
      const zipped = !range && file?.zipped && /\bgzip\b/.test(headers['accept-encoding'] ?? '');
      const whole = file ? (zipped ? file.zipped : file.plain) : Buffer.from('not found');
      const body = range ? whole.subarray(range[0], range[1] + 1) : whole;
      stream.respond({
        ':status': request.status,
        'content-type': file?.kind ?? 'text/plain',
        'content-length': body.length,
        // Every load is a first one; the browser keeps nothing between them either.
        'cache-control': 'no-store',
        // A page of its own process gets a finer clock (5 microseconds, not 100).
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        ...(range ? { 'content-range': `bytes ${range[0]}-${range[1]}/${whole.length}` } : {}),
        ...(zipped ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : {}),
      });
      const sent = await line.send(body, (piece) => {
        if (stream.destroyed) return false;
        request.bytes += piece.length;
        stream.write(piece);
        return true;
      });
      if (sent) stream.end();
    } finally {
      request.ended = performance.now();
    }
  }

  /** A file in the forms it may be sent in, read and compressed once. */
  #file(path) {
    const extra = this.#extra.get(path);
    if (extra) return extra;
    let file = this.#ready.get(path);
    if (!file) {
      file = this.#read(path);
      this.#ready.set(path, file);
    }
    return file;
  }

  async #read(path) {
    const inside = normalize(path.endsWith('/') ? `${path}index.html` : path);
    if (!this.folder || inside.split(sep).includes('..')) return undefined;
    let plain;
    try {
      plain = await readFile(join(this.folder, inside));
    } catch (error) {
      if (['ENOENT', 'EISDIR', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(error.code)) return undefined;
      throw error;
    }
    const kind = KINDS[extname(inside)];
    const zipped = kind && plain.length >= WORTH_IT ? await compress(plain, { level: LEVEL }) : undefined;
    return { kind: kind ?? 'application/octet-stream', plain, zipped: zipped && zipped.length < plain.length ? zipped : undefined };
  }

  /** Reads and compresses a file before a clock runs. */
  async prepare(path) {
    await this.#file(path);
  }

  /** Bytes of a file as sent. */
  async sent(path) {
    const file = await this.#file(path);
    return (file?.zipped ?? file?.plain)?.length ?? 0;
  }
}

/** The first and last byte of the range that is asked for, if one is, of `length` bytes. */
function asked(header, length) {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? [];
  if (first === undefined || Number(first) > Number(last) || Number(first) >= length) return undefined;
  return [Number(first), Math.min(Number(last), length - 1)];
}

/** A path without its escapes; one that cannot be undone is taken as it stands, and is no file's. */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
