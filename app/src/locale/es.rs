//! Spanish.

use super::Words;
use callboard_model::{
    ActionKind as A, HostRole as H, NoteKind as N, PersonRole as P, RelationKind as R,
};

pub(super) const WORDS: Words = Words {
    tag: "es",
    own_name: "Español",
    dir: "ltr",
    search: "Buscar en el catálogo",
    placeholder: "Llamadas, capacitaciones, guías, personas, números …",
    skip: "Ir a los resultados",
    results: |n| match n {
        0 => "Ningún resultado".into(),
        1 => "1 resultado".into(),
        n => format!("{n} resultados"),
    },
    loading: "Cargando el catálogo …",
    filters: "Filtros",
    show_results: |n| {
        if n == 1 {
            "Ver 1 resultado".into()
        } else {
            format!("Ver {n} resultados")
        }
    },
    close: "Cerrar",
    clear_all: "Quitar todo",
    remove: |what| format!("Quitar {what}"),
    show_all: |n| format!("Ver los {n}"),
    show_fewer: "Ver menos",
    sort: "Ordenar por",
    sorts: ["Relevancia", "Más recientes", "Más próximos"],
    more: "Ver más",
    did_you_mean: "¿Quiso decir",
    nothing: |text| format!("Nada coincide con «{text}»."),
    nothing_filtered: "Nada coincide con estos filtros.",
    way_out: "Revise la ortografía, use menos palabras u otras, o",
    browse_all: "vea todo el catálogo",
    without_filters: "busque sin filtros",
    spelling: "escritura parecida",
    some_words: "algunas de las palabras",
    ignored: |part, code| match code {
        "unknown-value" => format!("No se tuvo en cuenta «{part}»: ese valor no existe."),
        "bad-date" => format!(
            "No se tuvo en cuenta «{part}»: una fecha se escribe 2024-11-07, 2024-11 o 2024."
        ),
        "too-many-words" => "Solo se usaron las primeras 32 palabras.".into(),
        _ => format!("No se tuvo en cuenta «{part}»."),
    },
    featured: "Destacado",
    next_calls: "Lo próximo en el tablero",
    no_upcoming: "No hay nada próximo en este catálogo.",
    last_was: "Lo último fue",
    meanwhile: "Disponible en todo momento",
    browse_sections: "Explorar por sección",
    browse_kinds: "Explorar por tipo",
    as_of: |when| format!("Se muestra a fecha de {when}."),
    show_now: "Ver a fecha de hoy",
    now: "En curso",
    past: "Pasado",
    upcoming: "Próximo",
    your_time: |time| format!("{time} en su hora local"),
    until: |time| format!("hasta {time}"),
    no_end: "La fuente no indica cuándo termina.",
    date_only: "La fuente no indica la hora.",
    to_calendar: "Añadir al calendario",
    recording: "Grabación",
    no_link: "el enlace no está en la fuente",
    back_to_catalogue: "Al catálogo",
    back_to_results: "Volver a los resultados",
    when: "Cuándo",
    runs: "Dura",
    published: "Publicado",
    source_words: "En palabras de la fuente",
    what_to_do: "Qué puede hacer",
    who: "Quién",
    part_of_total: |part, total| format!("Parte {part} de {total}"),
    part: |part| format!("Parte {part}"),
    previous: "Anterior",
    next: "Siguiente",
    all_parts: "Todas las partes",
    languages: "Se ofrece en",
    also_in: "En otro idioma",
    also_known: "También conocido como",
    hashtags: "Etiquetas",
    also_at: "También publicado en",
    republished: "Republicado de",
    links: "Enlaces",
    cites_outside: "Cita",
    picture: "Imagen",
    picture_credit: "crédito",
    thanks: "Con agradecimiento a",
    cadence: "Aparece",
    updates: "Actualización",
    about_record: "Sobre esta ficha",
    notes: |kind| match kind {
        N::Inferred => "Deducido",
        N::Conflict => "Contradicción en la fuente",
        N::Missing => "No está en la fuente",
        N::Note => "Nota",
    },
    source: "Fuente",
    source_date: "Fecha de la fuente",
    checked: "Última revisión",
    not_known: "no se conoce",
    related: "Fichas parecidas",
    copy_link: "Copiar enlace",
    copied: "Copiado",
    not_copied: "El navegador no deja copiar a esta página. La dirección está en la barra de direcciones.",
    copy_citation: "Copiar cita",
    report: "Avisar de un error",
    embed: "Ponga este buscador en su página",
    private: "Lo que escribe no sale de su navegador.",
    records: |n| {
        if n == 1 {
            "1 ficha".into()
        } else {
            format!("{n} fichas")
        }
    },
    actions: |kind| match kind {
        A::Register => "Inscribirse",
        A::Rsvp => "Confirmar asistencia",
        A::Join => "Unirse",
        A::SignOn => "Firmar",
        A::Volunteer => "Ofrecerse",
        A::Watch => "Ver",
        A::Listen => "Escuchar",
        A::Read => "Leer",
        A::Download => "Descargar",
        A::Open => "Abrir",
        A::Call => "Llamar",
        A::Text => "Enviar mensaje",
        A::Email => "Escribir",
    },
    texting: |keyword, to| format!("Envíe {keyword} al {to}"),
    host_roles: |role| match role {
        H::Host => "Organiza",
        H::Convener => "Convoca",
        H::Partner => "Colabora",
        H::Publisher => "Publica",
        H::Producer => "Produce",
    },
    person_roles: |role| match role {
        P::Author => "Autoría",
        P::Host => "Conduce",
        P::Guest => "Invitada o invitado",
        P::Interviewer => "Entrevista",
        P::Interviewee => "Entrevistada o entrevistado",
        P::Speaker => "Ponente",
        P::Facilitator => "Facilita",
        P::Illustrator => "Ilustración",
        P::Leader => "Dirige",
        P::Contributor => "Contribuye",
    },
    relations: |kind| match kind {
        R::RecordingOf => "Grabación de",
        R::Recording => "Grabaciones",
        R::PartOf => "Parte de",
        R::Part => "Partes",
        R::About => "Trata de",
        R::AboutThis => "Tratan de esto",
        R::ReplyTo => "Responde a",
        R::Reply => "Respuestas",
        R::Cites => "Cita",
        R::CitedBy => "Citado en",
        R::TranslationOf | R::Translation => "En otro idioma",
        R::MemberOf => "Miembro de",
        R::Member => "Miembros",
        R::Mentions => "Menciona",
        R::MentionedBy => "Mencionado en",
        R::InCollection => "En las colecciones",
        R::Contains => "En el catálogo",
        R::Continues => "Continúa",
        R::ContinuedBy => "Continuado en",
    },
    no_record: "No hay ninguna ficha en esta dirección. Puede que haya cambiado de nombre o se haya retirado.",
    failure: |code| match code {
        "missing" => {
            "El índice del catálogo no está aquí. Quienes mantienen el sitio pueden publicarlo de nuevo."
        }
        "version" => {
            "La página y el índice del catálogo son de versiones distintas. Recargue la página; si no ayuda, hay que publicar el sitio de nuevo."
        }
        "damaged" => {
            "El índice del catálogo llegó dañado. Inténtelo otra vez; si no ayuda, hay que publicar el sitio de nuevo."
        }
        "network" => "No se pudo cargar el catálogo. Revise la conexión e inténtelo otra vez.",
        "unsupported" => "Este navegador es demasiado antiguo para el buscador.",
        _ => "Algo falló. Inténtelo otra vez.",
    },
    retry: "Intentar otra vez",
    language: "Idioma",
    found: |text| format!("Enlace encontrado por la redacción: {text}"),
};
