// Put by the browser at the top of every page: notes tasks of more than 50 ms on the page's own thread, from before anything loads.

(() => {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });

  window.bench = {
    /** Milliseconds of long tasks that began before `until`. */
    longTasks(until) {
      tasks.push(...observer.takeRecords());
      return tasks.filter((task) => task.startTime < until).reduce((sum, task) => sum + task.duration, 0);
    },
  };
  bench.first = new Promise((resolve, reject) => {
    bench.done = resolve;
    bench.failed = reject;
  });
  // The bench asks for `first` in its own time: until then a failure must not count as unhandled.
  bench.first.catch(() => {});
})();
