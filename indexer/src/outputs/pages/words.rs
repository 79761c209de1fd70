//! What pages made beforehand say and the app does not. Everything else is the interface's own (`callboard_app::locale`).

/// Words of one language.
pub struct PageWords {
    /// What the agenda's order is.
    pub latest_first: &'static str,
    /// Name of the list of all records by title.
    pub all: &'static str,
    /// What leads into the app.
    pub search: &'static str,
    /// What leads into the app at the same place.
    pub same_place: &'static str,
    /// Label of the links above a page: into the app and to the lists.
    pub ways: &'static str,
    /// Heading of further lists.
    pub more: &'static str,
    /// Label of the links from page to page of a list.
    pub pages: &'static str,
    /// Before the number of a page.
    pub page: &'static str,
    /// Between the number of a page and how many there are.
    pub of: &'static str,
    /// Label of the letters of a list.
    pub letters: &'static str,
    /// What a reader without JavaScript is told on the front page.
    pub no_script: &'static str,
    /// Heading of the page for addresses where nothing is.
    pub nothing_here: &'static str,
    /// Why there may be nothing.
    pub renamed_or_gone: &'static str,
    /// Where a script would find the catalogue: what to do without one when the links lead to something else.
    pub if_elsewhere: &'static str,
    /// What stands in the place of the field while the search has not come, and is told when it cannot.
    pub not_started: &'static str,
    /// Where not all records have a page: that `#` of `#` are listed, and where the others are.
    pub newest: &'static str,
}

const ENGLISH: PageWords = PageWords {
    latest_first: "By date, the latest first. Times are those of the event’s own zone.",
    all: "All records, A–Z",
    search: "Search the catalogue",
    same_place: "Open in the search",
    ways: "Search and lists",
    more: "More ways to browse",
    pages: "Pages",
    page: "Page",
    of: "of",
    letters: "Letters",
    no_script: "The search runs in your browser and needs JavaScript. These lists work without it.",
    nothing_here: "There is nothing at this address",
    renamed_or_gone: "A record that was here may have been renamed or taken away, or the address has a slip in it.",
    if_elsewhere: "If these lead to something else, take one part after another off the end of the address, until the catalogue appears.",
    not_started: "The search has not started. Reload the page, or use a newer browser.",
    newest: "Listed here are the newest # of # records. The search has all of them.",
};

const SPANISH: PageWords = PageWords {
    latest_first: "Por fecha, primero la última. Las horas son las de la zona de cada actividad.",
    all: "Todas las fichas, A–Z",
    search: "Buscar en el catálogo",
    same_place: "Abrir en el buscador",
    ways: "Buscador y listas",
    more: "Más formas de explorar",
    pages: "Páginas",
    page: "Página",
    of: "de",
    letters: "Letras",
    no_script: "El buscador funciona en su navegador y necesita JavaScript. Estas listas funcionan sin él.",
    nothing_here: "No hay nada en esta dirección",
    renamed_or_gone: "Puede que una ficha que estaba aquí tenga otro nombre o se haya retirado, o que la dirección tenga un error.",
    if_elsewhere: "Si llevan a otra cosa, quite del final de la dirección una parte tras otra, hasta que aparezca el catálogo.",
    not_started: "El buscador no se ha iniciado. Recargue la página o use un navegador más reciente.",
    newest: "Aquí están las # fichas más recientes de #. El buscador las tiene todas.",
};

/// The words of a language of the interface.
pub fn words(tag: &str) -> &'static PageWords {
    match tag {
        "es" => &SPANISH,
        _ => &ENGLISH,
    }
}
