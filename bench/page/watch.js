// Put by the browser at the top of every page: notes for how long the page's own thread answers nobody, from before anything
// loads.
//
// By a clock that should strike every few milliseconds, and not by the browser's `longtask` entries: Chromium has none for a
// task that only continues promises, and opening an index after `await fetch()` is just that.

(() => {
  /** Milliseconds between strikes. */
  const BEAT = 5;
  /** A strike that is later than this is one that a person typing would notice (the browser's own bound for long tasks). */
  const LONG = 50;
  const stalls = [];
  let last = performance.now();
  const strike = () => {
    const now = performance.now();
    if (now - last - BEAT > LONG) stalls.push({ from: last, duration: now - last - BEAT });
    last = now;
  };
  setInterval(strike, BEAT);

  window.bench = {
    /** Milliseconds of stalls that began before `until`. */
    stalled(until) {
      strike();
      return stalls.filter((stall) => stall.from < until).reduce((sum, stall) => sum + stall.duration, 0);
    },
  };
  bench.first = new Promise((resolve, reject) => {
    bench.done = resolve;
    bench.failed = reject;
  });
  // The bench asks for `first` in its own time: until then a failure must not count as unhandled.
  bench.first.catch(() => {});
})();
