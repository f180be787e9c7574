"""Traits of the answers that choose, and of contacts."""
from .docx import control, p, package, r, row, x
from .fiches import *
from .form import ES, KEYS, PT, whole


def uy(institution=UY, **answers):
    return package(whole(institution, [{**UY_1, **answers}]))


def typed(answer, type_, **fields):
    fiche = with_content(UY_FICHE, 0, type="INITIATIVE_TYPE_" + type_ if type_ else None, **fields)
    return uy(type=answer), fiche


def shares(answer):
    return uy(UY[:4] + [answer])


def documents():
    options = ES["type"]
    box = lambda on: control(f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>', r("☒" if on else "☐"))
    sym = lambda on: x(f'<w:r><w:sym w:font="Wingdings" w:char="{"F0FE" if on else "F0A8"}"/></w:r>')
    old = lambda on: x(f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{int(on)}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
                       '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')

    # The type is ticked in the list of options, in the question's own cell.
    label = [p(options[0]), p(box(False), " " + options[1]), p(box(True), " " + options[2]), p(box(False), " " + options[3]), p(box(False), " " + options[4])]
    body = whole(UY, [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": label}])
    yield "ticks-for-type.docx", package(body), UY_FICHE, []
    yield "libreoffice-ticks-for-type.odt", (package(body), "odt"), UY_FICHE, []
    label = [p(options[0])] + [p(line, " ", sym(i == 1)) for i, line in enumerate(options[1:])]
    yield "wingdings-ticks-for-type.docx", package(whole(UY[:4] + [p("Si ", sym(True), "   No ", sym(False))], [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": label}])), UY_FICHE, []
    yield "letters-for-ticks.docx", package(whole(UY[:4] + ["( X ) Sí   (  ) No"], [{**UY_1, "type": "Acción (  )\nProyecto ( x )\nEspacio de articulación (  )\nOtros (  )"}])), UY_FICHE, []
    yield "old-checkboxes.docx", package(whole(UY[:4] + [p(old(True), " Sí  ", old(False), " No")], [{**UY_1, "type": p("1 ", old(False), "  2 ", old(True), "  3 ", old(False), "  4 ", old(False))}])), UY_FICHE, []

    # The option is set in bold, or the others are crossed out.
    label = [p(options[0])] + [p(r(line, *(["b"] if i == 1 else []))) for i, line in enumerate(options[1:])]
    yield "type-in-bold.docx", package(whole(UY[:4] + [p(r("Si", "b", "u"), "/No")], [{**{k: v for k, v in UY_1.items() if k != "type"}, "label:type": label}])), UY_FICHE, [
        ("initiatives[0].type", "CHOICE_BY_EMPHASIS"), ("willing_to_share", "CHOICE_BY_EMPHASIS")]
    yield "struck-choice.docx", shares(p("Si", r("/No", "strike"))), UY_FICHE, []

    content, fiche = typed("1 y 2", None)
    yield "type-two-numbers.docx", content, fiche, [("initiatives[0].type", "TYPE_SEVERAL")]
    content, fiche = typed("1 - Proyecto", None)
    yield "type-contradictory.docx", content, fiche, [("initiatives[0].type", "TYPE_CONTRADICTORY")]
    content, fiche = typed("4 - Otros: Programa regional de becas", "OTHER", type_other="Programa regional de becas")
    yield "type-other-with-words.docx", content, fiche, []
    content, fiche = typed("Programa", None)
    yield "type-unknown-word.docx", content, fiche, [("initiatives[0].type", "TYPE_NOT_RECOGNIZED")]
    content, fiche = typed(ES["type_hint"] + "\nOpción 3", "INTERINSTITUTIONAL_SPACE")
    yield "type-after-the-hint.docx", content, fiche, []

    no_answer = changed(UY_FICHE, willing_to_share=None)
    yield "sharing-left-standing.docx", shares("Si/No"), no_answer, []
    yield "sharing-both-ticked.docx", shares("Si ☒  No ☒"), no_answer, [("willing_to_share", "CHOICE_BOTH")]
    yield "sharing-in-prose.docx", shares("Sí, con mucho gusto, en especial con Centroamérica."), UY_FICHE, []
    yield "sharing-no.docx", shares("No, por el momento."), changed(UY_FICHE, willing_to_share=False), []
    yield "sharing-conditional.docx", shares("Si el ministerio lo autoriza"), no_answer, [("willing_to_share", "CHOICE_CONDITIONAL")]
    yield "sharing-no-objection.docx", shares("No tenemos inconveniente"), no_answer, [("willing_to_share", "CHOICE_UNCLEAR")]

    # Contacts in many shapes.
    link = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="mailto:focal@auci.example.org" TargetMode="External"/>'
    yield "mail-link-without-address.docx", package(whole(UY[:1] + [p(x('<w:hyperlink r:id="rId9"><w:r><w:t>Punto focal AUCI</w:t></w:r></w:hyperlink>'))] + UY[2:], [UY_1]), relations=link), UY_FICHE, [
        ("focal_point.email", "EMAIL_FROM_LINK")]
    yield "contacts-two-addresses.docx", uy(UY[:1] + ["Punto focal AUCI (Focal@AUCI.example.org / suplente@auci.example.org)"] + UY[2:], contact="Nombre: Unidad de proyectos\nCorreo electrónico: proyectos@inale.example.org"), UY_FICHE, [
        ("focal_point.email", "EMAIL_SEVERAL")]
    yield "contacts-written-around.docx", uy(UY[:1] + ["Punto focal AUCI – focal (at) auci.example.org"] + UY[2:], contact="Unidad de proyectos"), with_content(UY_FICHE, 0, focal_point={"display_name": "Unidad de proyectos"}), [
        ("focal_point.email", "EMAIL_REWRITTEN"), ("initiatives[0].focal_point.email", "EMAIL_MISSING")]
    yield "contacts-with-telephone.docx", uy(contact="Unidad de proyectos. Tel.: +598 2 901 0000. proyectos@inale.example.org"), with_content(UY_FICHE, 0, focal_point={"display_name": "Unidad de proyectos.", "email": "proyectos@inale.example.org"}), [
        ("initiatives[0].focal_point.display_name", "CONTACT_EXTRA")]

    # Country and institution.
    inst = lambda words: uy([words] + UY[1:])
    yield "country-after-institution.docx", inst("Agencia Uruguaya de Cooperación Internacional (AUCI) (Uruguay)"), UY_FICHE, []
    yield "country-missing.docx", inst("Agencia Uruguaya de Cooperación Internacional (AUCI)"), UY_FICHE, [("country_code", "COUNTRY_FROM_INSTITUTION")]
    yield "country-and-institution-announced.docx", inst("País: Uruguay\nInstitución: Agencia Uruguaya de Cooperación Internacional (AUCI)"), UY_FICHE, []

    content, fiche = typed("Proyecto", "PROJECT")
    yield "type-by-name.docx", content, fiche, []
    content, fiche = typed("Opción elegida: 2", "PROJECT")
    yield "type-announced.docx", content, fiche, None
    content, fiche = typed("Tipo 3. Espacio de articulación interinstitucional", "INTERINSTITUTIONAL_SPACE")
    yield "type-with-its-name.docx", content, fiche, []
    content, fiche = typed("4 (plataforma virtual de intercambio)", "OTHER", type_other="plataforma virtual de intercambio")
    yield "type-other-in-brackets.docx", content, fiche, []
    content, fiche = typed("4", "OTHER")
    yield "type-other-without-words.docx", content, fiche, [("initiatives[0].type", "TYPE_OTHER_MISSING")]
    content, fiche = typed("Otro: Red de ciudades", "OTHER", type_other="Red de ciudades")
    yield "type-other-by-name.docx", content, fiche, []
    content, fiche = typed("Proyecto de cooperación triangular", "PROJECT")
    yield "type-name-and-more.docx", content, fiche, [("initiatives[0].type", "TYPE_FROM_WORDS")]
    content, fiche = typed("2\\nDuración: 3 años".replace("\\n", "\n"), "PROJECT")
    yield "type-and-duration.docx", content, fiche, [("initiatives[0].type", "TYPE_EXTRA_WORDS")]

    yield "sharing-x-after.docx", shares("Si X   No"), UY_FICHE, None
    yield "sharing-x-on-a-line.docx", shares("Si ___  No _X_"), changed(UY_FICHE, willing_to_share=False), []
    yield "sharing-boxes-empty.docx", shares("Sí ☐  No ☐"), no_answer, []
    yield "sharing-other-words.docx", shares("Claro que nos interesa"), no_answer, [("willing_to_share", "CHOICE_UNCLEAR")]
    yield "sharing-in-the-question.docx", package(whole(UY, [UY_1]).replace(row(ES["q"][4], "Sí"), row(ES["q"][4] + " Si (x) No ( )", ""), 1)), UY_FICHE, None

    yield "country-below-institution.docx", inst("Agencia Uruguaya de Cooperación Internacional (AUCI)\nUruguay"), UY_FICHE, []
    yield "country-in-capitals.docx", inst("URUGUAY: Agencia Uruguaya de Cooperación Internacional (AUCI)"), UY_FICHE, []
    yield "country-of-two.docx", inst("Argentina y Uruguay, Comisión Técnica Mixta"), changed(UY_FICHE, country_code=None, institution="Comisión Técnica Mixta"), [("country_code", "COUNTRY_SEVERAL")]
    yield "contacts-in-brackets.docx", uy(UY[:1] + ["Punto focal AUCI <focal@auci.example.org>"] + UY[2:], contact="proyectos@inale.example.org (Unidad de proyectos)"), UY_FICHE, []
    yield "contacts-ditto.docx", uy(contact="Ídem"), with_content(UY_FICHE, 0, focal_point=None), [("initiatives[0].focal_point", "CONTACT_REFERENCE")]
    yield "contacts-spaced-address.docx", uy(contact="Unidad de proyectos, proyectos @ inale.example.org"), UY_FICHE, [("initiatives[0].focal_point.email", "EMAIL_REWRITTEN")]

    yield "sharing-after-the-hint.docx", shares("Si/No: Sí"), UY_FICHE, []
    yield "sharing-not-applicable.docx", shares("N/A"), no_answer, []
    content, fiche = typed("1. Acción 2. Proyecto", None)
    yield "type-two-options-kept.docx", content, fiche, [("initiatives[0].type", "TYPE_SEVERAL")]
    yield "institution-in-brackets.docx", inst("Uruguay (Agencia Uruguaya de Cooperación Internacional)"), changed(UY_FICHE, institution="Agencia Uruguaya de Cooperación Internacional"), []

    yield "country-with-brackets.docx", inst("Bolivia (Estado Plurinacional de) - Viceministerio de Inversión Pública"), changed(UY_FICHE, country_code="BO", institution="Viceministerio de Inversión Pública"), []
    yield "country-in-central-america.docx", inst("Honduras, C.A. – Secretaría de Relaciones Exteriores"), changed(UY_FICHE, country_code="HN", institution="Secretaría de Relaciones Exteriores"), []
