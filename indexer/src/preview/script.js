// Of the preview alone: loads the page again when something was saved, and shows above it what is wrong.
(() => {
  const { version, events } = document.currentScript.dataset;
  const panel = document.createElement('section');
  panel.id = 'callboard-preview';
  panel.setAttribute('role', 'status');
  panel.setAttribute('aria-label', 'Preview');

  const element = (name, kind, text) => {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = text;
    return made;
  };

  const item = (found) => {
    const made = document.createElement('li');
    made.className = found.severity;
    const place = found.line > 0 ? `${found.file}:${found.line}:${found.column}` : found.file;
    made.append(element('code', 'place', place), ' ', element('strong', 'message', found.message));
    if (found.source_line) {
      const line = document.createElement('pre');
      const signs = [...found.source_line];
      const start = Math.max(found.column - found.source_column, 0);
      const end = start + Math.max(found.length, 1);
      line.append(signs.slice(0, start).join(''), element('mark', '', signs.slice(start, end).join('')), signs.slice(end).join(''));
      made.append(line);
    }
    if (found.fix) made.append(element('p', 'fix', `fix: ${found.fix}`));
    return made;
  };

  const show = (state) => {
    panel.replaceChildren();
    if (!state.failed && state.found.length === 0) {
      panel.remove();
      return;
    }
    panel.className = state.failed ? 'failed' : '';
    panel.append(element('p', 'summary', state.summary));
    const list = document.createElement('ul');
    list.append(...state.found.map(item));
    panel.append(list);
    if (state.more > 0) panel.append(element('p', 'more', `and ${state.more} more: callboard check lists all`));
    document.body.prepend(panel);
  };

  const stream = new EventSource(events);
  stream.addEventListener('state', (event) => {
    const state = JSON.parse(event.data);
    if (state.version !== version) {
      stream.close();
      location.reload();
      return;
    }
    show(state);
  });
  // An open stream would keep the page from being stored for the way back.
  addEventListener('pagehide', () => stream.close());
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
