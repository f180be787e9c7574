"""Traits of wording: questions retyped, hints left standing, languages mixed, nothing to report."""
from .docx import cell, p, package, r, row, table, x
from .fiches import *
from .form import ES, KEYS, PT, hint, initiative_blocks, institution_table, printed, whole


def documents():
    yield "portuguese.docx", package(whole(PT_ANSWERS, [PT_1], PT)), PT_FICHE, []

    labels = ["PAÍS / INSTITUIÇÃO", "Ponto focal (nome e e-mail)", "Pontos fortes da instituição", "Pontos fracos da instituição", "Interesse em compartilhar a experiência com outros países (Sim/Não)"]
    rest = ["1. Tipo da iniciativa", "2. NOME DA INICIATIVA", "3. Objetivos", "4. Atores envolvidos", "5. Outros paises envolvidos", "6. Ponto focal da iniciativa", "7. JUSTIFICATIVA", "8. Pontos fortes", "9. Desafios",
            "10. Principais resultados"]
    retyped = table(*[row(q, a) for q, a in zip(labels, PT_ANSWERS)]) + "<w:p/>" + table(*[row(q, PT_1[k]) for q, k in zip(rest, KEYS)])
    yield "retyped-questions-pt.docx", package(retyped), PT_FICHE, []

    # Typing mistakes, capitals, and the two languages mixed.
    wrong = ["Pais e Institucion que completa la fihca:", "NOMBRE Y CORREO DEL PUNTO FOCAL", "¿Identifica fortalezas en su institucion para desarrolar alianzas multi-actor en CSS y CT?",
             "Identifica debilidades na sua instituição para desarrollar alianzas multiactor?", "¿Le interesa compartir experiencias de las iniciativas con otros paises?"]
    rest = ["Tipo de inciativa", "Nome de la iniciativa", "OBJETIVO (S):", "Actores involucrados y tipo de actor:", "Outros países involucrados", "Punto focal y email", "Justificacion:", "Fortalezas de la iniciativa (hasta 3)",
            "Desafios de la iniciativa (hasta 3)", "Resultados alcanzados (hasta 3)"]
    mixed = table(*[row(q, a) for q, a in zip(wrong, UY)]) + "<w:p/>" + table(*[row(q, UY_1[k]) for q, k in zip(rest, KEYS)])
    yield "retyped-questions-mixed.docx", package(mixed), UY_FICHE, None

    # Only short words.
    short = ["Institución", "Contacto", "Fortalezas", "Debilidades", "Interés en compartir experiencias"]
    rest = ["Tipo", "Título", "Objetivo", "Actores", "Países", "Contacto", "Justificación", "Fortalezas", "Desafíos", "Resultados"]
    brief = table(*[row(q, a) for q, a in zip(short, UY)]) + p("INICIATIVA 1") + table(*[row(q, UY_1[k]) for q, k in zip(rest, KEYS)])
    yield "short-questions.docx", package(brief), UY_FICHE, []

    # Country, institution, name and address each in a row of its own.
    own = table(row("País", "Uruguay"), row("Institución", "Agencia Uruguaya de Cooperación Internacional (AUCI)"), row("Nombre del punto focal", "Punto focal AUCI"), row("Correo electrónico", "focal@auci.example.org"),
                *[row(q, a) for q, a in zip(ES["q"][2:], UY[2:])])
    yield "questions-in-parts.docx", package(own + "".join(initiative_blocks(UY_1, 0))), UY_FICHE, []

    # A question in words of its own between two that are known.
    guessed = whole(UY, [UY_1]).replace(p("Objetivo/s:"), p("¿Qué se quiere lograr?"), 1)
    yield "question-in-other-words.docx", package(guessed), UY_FICHE, [("initiatives[0].objectives", "LABEL_FROM_POSITION")]

    # Hints left standing before, after and instead of answers.
    hints = whole(UY, [{**UY_1, "type": "2\n" + ES["type_hint"], "actors": ES["actors_hint"] + ":\n" + UY_1["actors"],
                        "justification": "Describa brevemente por qué surgió la iniciativa y destaque las razones de su carácter multiactor: " + UY_1["justification"],
                        "challenges": "¿Qué cuellos de botella se generaron en el proceso multiactor?\n1) Caminos en mal estado."},
                       {"justification": "Describa brevemente por qué surgió la iniciativa y destaque las razones de su carácter multiactor"}, {"title": "N/A", "countries": "-"}])
    yield "hints-left-standing.docx", package(hints), UY_FICHE, []

    # The hint retyped with changes is no answer either.
    edited = whole(UY, [{**UY_1, "actors": "Nombre a todos los actores e identifique el tipo de actor al que corresponden\n" + UY_1["actors"]}])
    yield "hint-edited.docx", package(edited), UY_FICHE, []

    # Nothing to report.
    nothing = changed(UY_FICHE, initiatives=None, nothing_to_report=True)
    yield "nothing-to-report.docx", package(whole(UY, [{"title": "No tenemos iniciativas que reportar en el período."}])), nothing, [("nothing_to_report", "NOTHING_TO_REPORT_READ")]
    yield "nothing-to-report-in-a-paragraph.docx", package(institution_table(UY) + p("En esta ocasión no contamos con iniciativas multiactor.")), nothing, [("nothing_to_report", "NOTHING_TO_REPORT_READ")]

    # The blank form: nothing was answered, nothing is invented.
    yield "blank-form.docx", package(whole([""] * 4 + ["Si/No"], [])), {}, []

    # Accents apart from their letters, as some systems write them; no-break spaces; numbers and asterisks at the questions.
    import unicodedata
    apart = unicodedata.normalize("NFD", whole(UY, [UY_1])).replace("Nombre de la iniciativa:", "Nombre\u00a0de la iniciativa (*):").replace("Objetivo/s:", "7) Objetivo/s:")
    yield "accents-apart.docx", package(apart), UY_FICHE, []

    # The explanation stands and the question was left out.
    bare = whole(UY, [UY_1])
    for question in ("Justificación", ES["d"][1][0], ES["d"][2][0]):
        bare = bare.replace(p(question), "")
    yield "only-the-explanations.docx", package(bare), UY_FICHE, []

    # One table for everything, headings in rows of it.
    rows = [row(cell(p(r(ES["institution"], "b")), span=2))] + [row(q, a) for q, a in zip(ES["q"], UY)]
    for n, answers in enumerate([UY_1, EC_2, {}]):
        rows.append(row(cell(ES["heads"][n], span=2)))
        for key in KEYS:
            if key == "justification":
                rows.append(row(cell(ES["descriptions"][n], span=2)))
            rows.append(row(printed(ES, key), answers.get(key, hint(ES, key))))
    two = changed(UY_FICHE, initiatives=UY_FICHE["initiatives"] + [EC_2_CONTENT])
    yield "one-table.docx", package(table(*rows)), two, []

    # The first initiative was never described; the second has no type.
    part = institution_table(UY) + "<w:p/>" + table(*[row(printed(ES, k), UY_1[k]) for k in KEYS[:6]]) + p("INFORMACIÓN INICIATIVA 2") + table(*[row(printed(ES, k), EC_2[k]) for k in KEYS[1:]])
    fiche = with_content(with_content(two, 0, justification=None, strengths=None, challenges=None, results=None), 1, type=None)
    yield "parts-missing.docx", package(part), fiche, []

    # Paragraphs and short questions, and a signature.
    lines = ["País e institución: " + UY[0], "Punto focal: " + UY[1], "Fortalezas: " + UY[2], "Debilidades: " + UY[3], "Interés en compartir experiencias: Sí", "", "INICIATIVA 1", "Tipo: 2",
             "Nombre de la iniciativa: " + UY_1["title"], "Objetivos: " + UY_1["objectives"], "Actores:", UY_1["actors"], "Otros países: Paraguay", "Punto focal: " + UY_1["contact"],
             "Justificación: " + UY_1["justification"], "Fortalezas:", UY_1["strengths"], "Desafíos:", UY_1["challenges"], "Resultados:", UY_1["results"]]
    yield "typed-as-a-letter.docx", package("".join(p(part) for line in lines for part in line.split("\n"))), UY_FICHE, []

    english = ["Country and institution", "Focal point name and email", "Strengths of your institution for multi-actor alliances", "Weaknesses of your institution for multi-actor alliances",
               "Interested in sharing the experience with other countries"]
    rest = ["Type of initiative", "Name of the initiative", "Objectives", "Actors involved", "Other countries involved", "Focal point name and email", "Justification", "Strengths", "Challenges", "Main results"]
    yield "questions-in-english.docx", package(table(*[row(q, a) for q, a in zip(english, UY)]) + "<w:p/>" + table(*[row(q, UY_1[k]) for q, k in zip(rest, KEYS)])), UY_FICHE, None
