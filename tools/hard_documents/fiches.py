"""What some imaginary agencies answer, and what is transcribed from it."""
import copy

PUBLIC, LOCAL, PARLIAMENT, PRIVATE, CIVIL, UNION, ACADEMIA, INTERNATIONAL = (
    "PUBLIC_SECTOR", "LOCAL_GOVERNMENT", "PARLIAMENT", "PRIVATE_SECTOR", "CIVIL_SOCIETY", "TRADE_UNION", "ACADEMIA", "INTERNATIONAL_ORGANIZATION")

WORDS_ES = {PUBLIC: "sector público", LOCAL: "gobiernos locales", PARLIAMENT: "parlamentos", PRIVATE: "sector privado", CIVIL: "sociedad civil",
            UNION: "sindicatos", ACADEMIA: "academia", INTERNATIONAL: "organismos internacionales"}


def actor(name, category=None, words=None):
    made = {"display_name": name}
    if category:
        made["category"] = "ACTOR_CATEGORY_" + category
    if category or words:
        made["category_text"] = words if words is not None else WORDS_ES[category]
    return made


def initiative(type_=None, **fields):
    content = {}
    if type_:
        content["type"] = "INITIATIVE_TYPE_" + type_
    content.update({k: v for k, v in fields.items() if v not in (None, [], "", {})})
    return {"content": content}


def changed(fiche, **fields):
    made = copy.deepcopy(fiche)
    for key, value in fields.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = value
    return made


def with_content(fiche, index, **fields):
    made = copy.deepcopy(fiche)
    content = made["initiatives"][index]["content"]
    for key, value in fields.items():
        if value is None:
            content.pop(key, None)
        else:
            content[key] = value
    return made


# Uruguay: short, plain, one initiative.
UY = ["Uruguay – Agencia Uruguaya de Cooperación Internacional (AUCI)", "Punto focal AUCI, focal@auci.example.org",
      "Equipo técnico estable y buena relación con la academia.", "Pocos fondos propios.", "Sí"]
UY_1 = {
    "type": "2",
    "title": "Quesería artesanal de cuenca",
    "objectives": "Mejorar la calidad del queso artesanal en cuencas lecheras de los dos países.",
    "actors": "Instituto Nacional de la Leche (sector público)\nCooperativa de queseros de Ecilda Paullier (sector privado)\nUniversidad Tecnológica (UTEC) (academia)",
    "countries": "Paraguay",
    "contact": "Unidad de proyectos, proyectos@inale.example.org",
    "justification": "Los queseros de ambos países pierden parte de la producción por falta de control sanitario.",
    "strengths": "1) Los productores enseñaron a otros productores.\n2) La universidad midió los resultados.",
    "challenges": "1) Caminos en mal estado.",
    "results": "1) Manual de buenas prácticas.\n2) Cuarenta queserías habilitadas.",
}
UY_FICHE = {
    "country_code": "UY",
    "institution": "Agencia Uruguaya de Cooperación Internacional (AUCI)",
    "focal_point": {"display_name": "Punto focal AUCI", "email": "focal@auci.example.org"},
    "institutional_strengths": "Equipo técnico estable y buena relación con la academia.",
    "institutional_weaknesses": "Pocos fondos propios.",
    "willing_to_share": True,
    "initiatives": [initiative(
        "PROJECT", title="Quesería artesanal de cuenca", objectives="Mejorar la calidad del queso artesanal en cuencas lecheras de los dos países.",
        actors=[actor("Instituto Nacional de la Leche", PUBLIC), actor("Cooperativa de queseros de Ecilda Paullier", PRIVATE),
                actor("Universidad Tecnológica (UTEC)", ACADEMIA)],
        partner_country_codes=["PY"], focal_point={"display_name": "Unidad de proyectos", "email": "proyectos@inale.example.org"},
        justification="Los queseros de ambos países pierden parte de la producción por falta de control sanitario.",
        strengths=["Los productores enseñaron a otros productores.", "La universidad midió los resultados."],
        challenges=["Caminos en mal estado."], results=["Manual de buenas prácticas.", "Cuarenta queserías habilitadas."])],
}

# Portugal: in Portuguese, one initiative of type 1.
PT_ANSWERS = ["Portugal, Camões – Instituto da Cooperação e da Língua, I.P.", "Unidade de parcerias: parcerias@camoes.example.org",
              "Rede de centros culturais.", "Equipa reduzida.", "Sim"]
PT_1 = {
    "type": "1 - Ação",
    "title": "Oficina de gestão de bibliotecas comunitárias",
    "objectives": "Trocar experiências de gestão de bibliotecas.",
    "actors": "Camões, I.P. – setor público\nRede de bibliotecas de Maputo – sociedade civil",
    "countries": "Moçambique e Brasil",
    "contact": "Núcleo de leitura, leitura@camoes.example.org",
    "justification": "As bibliotecas pediram apoio.",
    "strengths": "- Participação dos leitores.",
    "challenges": "- Transporte.",
    "results": "- Catálogo comum.",
}
PT_FICHE = {
    "country_code": "PT",
    "institution": "Camões – Instituto da Cooperação e da Língua, I.P.",
    "focal_point": {"display_name": "Unidade de parcerias", "email": "parcerias@camoes.example.org"},
    "institutional_strengths": "Rede de centros culturais.",
    "institutional_weaknesses": "Equipa reduzida.",
    "willing_to_share": True,
    "initiatives": [initiative(
        "ACTION", title="Oficina de gestão de bibliotecas comunitárias", objectives="Trocar experiências de gestão de bibliotecas.",
        actors=[actor("Camões, I.P.", PUBLIC, "setor público"), actor("Rede de bibliotecas de Maputo", CIVIL, "sociedade civil")],
        partner_country_codes=["MZ", "BR"], focal_point={"display_name": "Núcleo de leitura", "email": "leitura@camoes.example.org"},
        justification="As bibliotecas pediram apoio.", strengths=["Participação dos leitores."], challenges=["Transporte."], results=["Catálogo comum."])],
}

# Ecuador: the second initiative of those who report two.
EC_2 = {
    "type": "3",
    "title": "Mesa andina del agua",
    "objectives": "Coordinar a los gestores de cuencas.",
    "actors": "Ministerio del Ambiente (sector público)\nMunicipio de Loja (gobiernos locales)\nFundación Páramo (sociedad civil)",
    "countries": "Perú, Bolivia y Colombia",
    "contact": "Secretaría de la mesa (mesa@agua.example.org)",
    "justification": "Las cuencas no conocen fronteras.",
    "strengths": "• Acuerdos estables.\n• Reuniones periódicas.",
    "challenges": "• Poco presupuesto.",
    "results": "• Plan común aprobado.",
}
EC_2_CONTENT = initiative(
    "INTERINSTITUTIONAL_SPACE", title="Mesa andina del agua", objectives="Coordinar a los gestores de cuencas.",
    actors=[actor("Ministerio del Ambiente", PUBLIC), actor("Municipio de Loja", LOCAL), actor("Fundación Páramo", CIVIL)],
    partner_country_codes=["PE", "BO", "CO"], focal_point={"display_name": "Secretaría de la mesa", "email": "mesa@agua.example.org"},
    justification="Las cuencas no conocen fronteras.", strengths=["Acuerdos estables.", "Reuniones periódicas."], challenges=["Poco presupuesto."],
    results=["Plan común aprobado."])
