// Where the address of the site is not known, neither is how deep below it this page is shown. The catalogue is in the nearest
// folder of the address that has its pack; what begins at the top of the host is led there.
for (let folder = new URL('.', location), up; ; folder = up) {
  const found = await fetch(new URL('pack/callboard.json', folder)).then((answer) => answer.ok && !answer.redirected, () => false);
  if (found) {
    for (const link of document.querySelectorAll('a[href^="/"]')) link.href = folder.href + link.getAttribute('href').slice(1);
  }
  up = new URL('..', folder);
  if (found || up.href === folder.href) break;
}
