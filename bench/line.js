// A reader's connection: what all answers share, as bytes a second, and the time that each request takes to come and go.
//
// Shaped here and not by the browser, because its emulation counts for the page's own requests but not alike for those
// of workers, scripts of workers and wasm, which is where the engines differ. The calibration in `measure/calibration.js`
// times the line from within the browser, from the page and from a worker.

/** A poor connection on a phone: 60 milliseconds for every request, 10 Mbit/s for all of them together. */
export const SLOW = { latency: 60, bytesPerSecond: 10e6 / 8 };

/** As fast as this machine can. */
export const FREE = { latency: 0, bytesPerSecond: Infinity };

/** Bytes that one answer may send before it is another's turn: about three packets. */
export const PIECE = 4096;

/** The most that is sent at once after a pause, in milliseconds' worth, so that a late timer is made good but no more. */
const BURST = 20;

/** Sends answers over one line. `now` is a clock in milliseconds. */
export class Line {
  #waiting = [];
  #credit = 0;
  #last = 0;
  #timer;

  constructor({ latency, bytesPerSecond }, now = () => performance.now()) {
    this.latency = latency;
    this.bytesPerSecond = bytesPerSecond;
    this.now = now;
  }

  /** Waits as long as a request is under way. */
  async arrive() {
    if (this.latency > 0) await new Promise((resolve) => setTimeout(resolve, this.latency));
  }

  /** Hands `bytes` to `write` piece by piece; resolves with true once all are written, with false when `write` refuses. */
  send(bytes, write) {
    if (this.bytesPerSecond === Infinity || bytes.length === 0) return Promise.resolve(bytes.length === 0 || write(bytes));
    return new Promise((resolve) => {
      if (this.#waiting.length === 0) this.#last = this.now();
      this.#waiting.push({ bytes, at: 0, write, resolve });
      this.#timer ??= setTimeout(() => this.#pump(), 1);
    });
  }

  #pump() {
    const now = this.now();
    const rate = this.bytesPerSecond / 1000;
    this.#credit = Math.min(this.#credit + (now - this.#last) * rate, BURST * rate);
    this.#last = now;
    while (this.#waiting.length > 0 && this.#credit > 0) {
      const answer = this.#waiting.shift();
      const piece = answer.bytes.subarray(answer.at, answer.at + PIECE);
      answer.at += piece.length;
      const accepted = answer.write(piece);
      // Credit may fall below zero by less than a piece: the next turn comes the later.
      this.#credit -= piece.length;
      if (!accepted) answer.resolve(false);
      else if (answer.at < answer.bytes.length) this.#waiting.push(answer);
      else answer.resolve(true);
    }
    this.#timer = this.#waiting.length > 0 ? setTimeout(() => this.#pump(), 1) : undefined;
    if (!this.#timer) this.#credit = Math.min(this.#credit, 0);
  }
}
