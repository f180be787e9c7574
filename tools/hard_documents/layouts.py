"""Traits of layout and of the file: where the words stand, and in what markup."""
from .docx import HEAD, W, Xml, cell, control, dele, ins, item, p, package, r, row, t, table, x
from .fiches import *
from .form import ES, KEYS, PT, hint, initiative_blocks, institution_table, printed, whole


def two(first, second, language=ES):
    return whole(UY, [first, second], language)


def uy(**answers):
    return package(whole(UY, [{**UY_1, **answers}]))


def one_cell_rows(label, answer):
    return [row(cell(label, span=2)), row(cell(answer, span=2))]


def documents():
    both = changed(UY_FICHE, initiatives=UY_FICHE["initiatives"] + [EC_2_CONTENT])

    # Words cut into runs wherever an editor or a spelling checker stopped.
    split = whole(UY, [UY_1])
    split = split.replace("Nombre de la iniciativa:", 'Nom</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>bre de </w:t></w:r><w:r><w:t>la iniciativa:')
    split = split.replace("focal@auci.example.org", 'focal</w:t></w:r><w:r><w:t>@auci.</w:t></w:r><w:bookmarkStart w:id="7" w:name="x"/><w:r><w:t>example.org')
    split = split.replace("(sector privado)", "(sec</w:t></w:r><w:r><w:t>tor pri</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>vado)")
    split = split.replace("Paraguay", '</w:t></w:r><w:smartTag w:element="country-region"><w:r><w:t>Para</w:t></w:r><w:r><w:softHyphen/><w:t>guay</w:t></w:r></w:smartTag><w:r><w:t>')
    yield "split-runs.docx", package(split), UY_FICHE, []

    # Insertions count, deletions do not: words, a paragraph, a paragraph mark, a row, a moved sentence.
    tracked = whole(UY, [{
        **UY_1,
        "title": p("Quesería ", dele("industrial"), ins("artesanal"), " de cuenca"),
        "objectives": [p(dele("Vender más queso.")), p(ins("Mejorar la calidad del queso artesanal"), properties="<w:rPr><w:del w:id='9' w:author='B'/></w:rPr>"),
                       p(" en cuencas lecheras de los dos países.")],
        "countries": p(dele("Brasil y "), "Paraguay", dele(" y Chile")),
        "results": [p("1) Manual de buenas prácticas."), p(x('<w:moveFrom w:id="5"><w:r><w:t>3) Una feria.</w:t></w:r></w:moveFrom>')),
                    p(x('<w:moveTo w:id="6"><w:r><w:t>2) Cuarenta queserías habilitadas.</w:t></w:r></w:moveTo>'))],
    }])
    tracked = tracked.replace("<w:tr><w:tc>" + p("Otros países involucrados:"), "<w:tr><w:trPr><w:del w:id='8' w:author='B'/></w:trPr><w:tc>" + p(dele("Presupuesto:")) + "</w:tc><w:tc>" +
                              p(dele("USD 40.000")) + "</w:tc></w:tr><w:tr><w:tc>" + p("Otros países involucrados:"), 1)
    yield "tracked-changes.docx", package(tracked), UY_FICHE, []
    yield "libreoffice-tracked-changes.odt", (package(tracked), "odt"), UY_FICHE, []

    plain = package(whole(UY, [UY_1, EC_2]))
    yield "libreoffice-saved.odt", (plain, "odt"), both, []
    yield "libreoffice-saved.docx", (plain, "odt", "docx"), both, []

    lists = package(whole(UY, [{
        **UY_1, "strengths": [item("Los productores enseñaron a otros productores."), item("La universidad midió los resultados.")],
        "challenges": [item("Caminos en mal estado.", num=2)],
        "results": [item("Manual de buenas prácticas.", num=2), item("Cuarenta queserías habilitadas.", num=2)],
        "actors": [item("Instituto Nacional de la Leche (sector público)"), item("Cooperativa de queseros de Ecilda Paullier (sector privado)"), item("Universidad Tecnológica (UTEC) (academia)")],
    }]))
    yield "auto-numbered-lists.docx", lists, UY_FICHE, []
    yield "libreoffice-auto-numbered-lists.odt", (lists, "odt"), UY_FICHE, []

    # Everything in one column: question, and below it the answer.
    def stacked(institution, initiatives, language=ES):
        rows = []
        for q, a in zip(language["q"], institution):
            rows += one_cell_rows(q, a)
        for n, answers in enumerate(initiatives):
            rows.append(row(cell(language["heads"][n], span=2)))
            for key in KEYS:
                rows += one_cell_rows(printed(language, key), answers.get(key, hint(language, key)))
        return table(*rows)
    yield "question-above-answer.docx", package(stacked(UY, [UY_1, EC_2, {}])), both, []

    # Question and answer in the same cell.
    def same_cell(separator):
        rows = [row(q + separator + a) for q, a in zip(ES["q"], UY)]
        for n, answers in enumerate([UY_1, EC_2]):
            rows.append(row(ES["heads"][n]))
            rows += [row(printed(ES, key) + "\n" + answers[key]) if key in ("type", "justification", "strengths", "challenges") else row(printed(ES, key) + separator + answers[key]) for key in KEYS]
        return table(*rows)
    yield "question-and-answer-in-one-cell.docx", package(same_cell("\n")), both, []
    yield "answer-after-the-colon.docx", package(same_cell(": ").replace("::", ":")), both, []

    # No tables at all: paragraphs.
    lines = [p(line) for line in ES["intro"]] + [p(ES["institution"])]
    for q, a in zip(ES["q"], UY):
        lines += [p(r(q, "b")), p(a), Xml("<w:p/>")]
    for n, answers in enumerate([UY_1, EC_2]):
        lines.append(p(r(ES["heads"][n], "b")))
        for key in KEYS:
            lines += [p(r(line, "b")) for line in printed(ES, key).split("\n")] + [p(line) for line in answers[key].split("\n")] + [Xml("<w:p/>")]
    yield "no-tables.docx", package("".join(lines)), both, []
    yield "libreoffice-no-tables.odt", (package("".join(lines)), "odt"), both, []

    # A column of numbers before the questions; the question's cell merged over two rows of answer.
    numbered = table(*[row(f"{i + 1}", q, a) for i, (q, a) in enumerate(zip(ES["q"], UY))]) + "<w:p/>"
    rows = []
    for i, key in enumerate(KEYS):
        answer = UY_1[key]
        if key == "actors":
            first, rest = answer.split("\n", 1)
            rows += [row(cell(f"{i + 6}.", merge=True), cell(printed(ES, key), merge=True), cell(first)), row(cell("", merge=False), cell("", merge=False), cell(rest))]
        else:
            rows.append(row(cell(f"{i + 6}."), cell(printed(ES, key)), cell(answer)))
    yield "merged-cells.docx", package(numbered + table(*rows)), UY_FICHE, []

    # The whole form in the cell of a layout table, and a table in that.
    nested = table(row(cell([p("Ficha"), institution_table(UY), p("")] + initiative_blocks(UY_1, 0))))
    yield "form-inside-a-layout-table.docx", package(nested), UY_FICHE, [("", "UNPLACED_TEXT")]

    # Answers below their questions, side by side.
    columns = institution_table(UY) + "<w:p/>" + table(row(printed(ES, "type"), printed(ES, "title"), printed(ES, "objectives")), row(UY_1["type"], UY_1["title"], UY_1["objectives"])) + "<w:p/>" + \
        table(*[row(printed(ES, k), UY_1[k]) for k in KEYS[3:]])
    yield "answers-in-columns.docx", package(columns), UY_FICHE, []

    # The second block is left blank and the third is filled in; the printed headings stay as they are.
    yield "second-block-empty.docx", package(whole(UY, [UY_1, {}, EC_2])), both, []

    # Headings taken out, repeated and wrong: the order of the questions decides.
    messy = whole(UY, [UY_1, EC_2]).replace(ES["heads"][0], "INFORMAÇÕES DA INICIATIVA 3").replace(ES["heads"][1], "INFORMACIÓN INICIATIVA 1")
    messy = messy.replace(p(ES["descriptions"][1]), "", 1)
    yield "headings-displaced.docx", package(messy), both, []

    # All tables first, all descriptions after them.
    apart = [institution_table(UY)]
    for n, answers in enumerate([UY_1, EC_2, {}]):
        apart += [p(ES["heads"][n]), table(*[row(printed(ES, k), answers.get(k, hint(ES, k))) for k in KEYS[:6]])]
    for n, answers in enumerate([UY_1, EC_2, {}]):
        apart += [p(ES["descriptions"][n]), table(*[row(printed(ES, k), answers.get(k, "")) for k in KEYS[6:]])]
    yield "descriptions-after-all-tables.docx", package("".join(apart)), both, [("initiatives[0].justification", "DESCRIPTION_PAIRED"), ("initiatives[1].justification", "DESCRIPTION_PAIRED")]

    # Four initiatives: all are kept.
    four = whole(UY, [UY_1, EC_2, UY_1]) + "".join(initiative_blocks(EC_2, 1))
    first, second = UY_FICHE["initiatives"][0], EC_2_CONTENT
    yield "four-initiatives.docx", package(four), changed(UY_FICHE, initiatives=[first, second, first, second]), [("initiatives[3]", "TOO_MANY_INITIATIVES")]

    # An answer in a text box, which the file holds twice for two generations of Word.
    box = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
           '</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>'
           "</mc:Fallback></mc:AlternateContent></w:r>").format(p(UY_1["justification"]))
    yield "text-box.docx", uy(justification=p(x(box))), UY_FICHE, []

    # Content controls: plain, at the level of row and cell, showing their placeholder.
    empty = control("<w:showingPlcHdr/><w:text/>", r("Haga clic o pulse aquí para escribir texto."))
    controls = whole(["Uruguay – Agencia Uruguaya de Cooperación Internacional (AUCI)", UY[1], UY[2], p(empty), UY[4]], [{
        **UY_1, "type": p(control('<w:dropDownList><w:listItem w:displayText="2 - Proyecto" w:value="2"/></w:dropDownList>', r("2 - Proyecto"))),
        "title": control("<w:text/>", p("Quesería artesanal de cuenca")),
        "countries": p(control("<w:comboBox/>", r("Paraguay"))), "challenges": p(empty)}])
    yield "content-controls.docx", package(controls), with_content(changed(UY_FICHE, institutional_weaknesses=None), 0, challenges=None), []

    # Fields of the old kind and calculated ones: the result counts, the instruction does not.
    old = ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="1 - Acción"/><w:listEntry w:val="2 - Proyecto"/></w:ddList></w:ffData></w:fldChar></w:r>'
           '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 - Acción</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    mail = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:otro@example.org" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:t>proyectos@inale.example.org</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    yield "fields-and-dropdowns.docx", uy(type=p(x(old)), contact=[p("Unidad de proyectos"), p(x(mail))], title=p(x('<w:fldSimple w:instr=" TITLE "><w:r><w:t>Quesería artesanal de cuenca</w:t></w:r></w:fldSimple>'))), UY_FICHE, []

    # Comments, notes, hidden and struck words are no answers; the last two are reported.
    marked = uy(objectives=p("Mejorar la calidad del queso artesanal en cuencas lecheras de los dos países.", x('<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>')),
                justification=p(UY_1["justification"], r(" Borrador: revisar con el director.", "vanish")),
                countries=p("Paraguay", r(", Argentina", "strike")))
    yield "hidden-and-struck.docx", marked, UY_FICHE, [("initiatives[0].justification", "HIDDEN_TEXT"), ("initiatives[0].partner_country_codes", "STRUCK_TEXT")]

    # Other prefixes and the Strict namespace, in UTF-16.
    strict = (HEAD + "<w:body>" + whole(UY, [UY_1]) + "</w:body></w:document>").replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    strict = strict.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace(" w:", " ns0:").replace("xmlns:w=", "xmlns:ns0=").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    yield "strict-namespaces-utf16.docx", package("", document=b"\xff\xfe" + strict.encode("utf-16-le")), UY_FICHE, []

    # Extra rows and paragraphs fit nowhere and are kept.
    extra = whole(UY, [UY_1]).replace(row("Otros países involucrados:", "Paraguay"), row("Presupuesto (USD):", "40.000 en dos años") + row("Otros países involucrados:", "Paraguay"), 1) + p("Montevideo, 3 de mayo de 2022")
    yield "extra-rows.docx", package(extra), UY_FICHE, [("", "UNPLACED_TEXT"), ("", "UNPLACED_TEXT")]

    # Tabs and line breaks instead of paragraphs.
    yield "line-breaks.docx", package(whole(UY[:1] + ["Punto focal AUCI\nfocal@auci.example.org"] + UY[2:], [{
        **UY_1, "strengths": p(r("1) Los productores enseñaron\na otros productores.\n2) La universidad midió los resultados.")),
        "actors": p(r(UY_1["actors"])), "objectives": p(r("Mejorar la calidad del queso artesanal\nen cuencas lecheras\tde los dos países."))}])), UY_FICHE, []

    # Two initiatives side by side: not told apart, but nobody is misled.
    beside = institution_table(UY) + "<w:p/>" + table(*[row(printed(ES, k), UY_1[k], EC_2[k]) for k in KEYS])
    joined = with_content(UY_FICHE, 0, type=None, title="Quesería artesanal de cuenca Mesa andina del agua",
                          objectives=UY_1["objectives"] + " " + EC_2["objectives"], justification=UY_1["justification"] + " " + EC_2["justification"],
                          actors=UY_FICHE["initiatives"][0]["content"]["actors"] + EC_2_CONTENT["content"]["actors"], partner_country_codes=["PY", "PE", "BO", "CO"],
                          strengths=["Los productores enseñaron a otros productores.", "La universidad midió los resultados.", "Acuerdos estables.", "Reuniones periódicas."],
                          challenges=["Caminos en mal estado.", "Poco presupuesto."], results=["Manual de buenas prácticas.", "Cuarenta queserías habilitadas.", "Plan común aprobado."])
    yield "initiatives-side-by-side.docx", package(beside), joined, [(f"initiatives[0].{field}", "ANSWER_IN_SEVERAL_CELLS") for field in ("title", "objectives", "justification", "strengths")]

    # Question in bold, answer straight after it.
    bold = table(*[row(p(r(q + " ", "b"), r(a, "i"))) for q, a in zip(ES["q"], UY)]) + "<w:p/>" + table(*[row(p(r(printed(ES, k).split("\n")[0] + " ", "b"), r(UY_1[k]))) for k in KEYS])
    yield "questions-in-bold-answers-after.docx", package(bold), UY_FICHE, []
