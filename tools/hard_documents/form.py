"""The form's own words, and fiches laid out as the form does."""
from .docx import Xml, cell, p, r, row, table

ES = {
    "intro": ["RELEVAMIENTO DE INFORMACIÓN SOBRE ALIANZAS MULTIACTOR EN LA CSS Y CT VIGENTES EN LOS ÚLTIMOS TRES AÑOS",
              "En esta ficha podrá registrar hasta tres iniciativas.", "Atentamente,", "Equipo PIFCSS"],
    "institution": "INFORMACIÓN INSTITUCIONAL",
    "q": ["País e institución que completa la ficha", "Nombre e email de punto focal",
          "¿Identifica fortalezas en su institución para desarrollar alianzas multiactor en la CSS y CT?",
          "¿Identifica debilidades en su institución para desarrollar alianzas multiactor en la CSS y CT?",
          "Le interesa compartir la experiencia de las iniciativas registradas con otros países"],
    "sharing": "Si/No",
    "type": ["Tipo de iniciativa:", "1- Acción (se ejecuta puntualmente por una sola vez y, en general, no posee un documento firmado)",
             "2 - Proyecto (Tiene un alcance definido en el tiempo y en sus objetivos. Se plantean actividades, productos y resultados (de desarrollo) que permiten evaluar su cumplimiento e impacto.",
             "3- Espacio de articulación interinstitucional (Refiere a un espacio de coordinación convocado por un ente estatal del cual pueden participar actores públicos y/o privados y/o de la sociedad civil)",
             "4- Otros"],
    "type_hint": "Identifique el número de la opción deseada: 1, 2, 3 o 4. En el caso de elegir la opción 4 especifique a qué tipo de iniciativa se refiere.",
    "info": ["Nombre de la iniciativa:", "Objetivo/s:",
             "Tipo/s de actor/es involucrado/s (sector público, sector privado, sociedad civil, academia, sindicatos, gobiernos locales, parlamentos, etc.):",
             "Otros países involucrados:", "Nombre de punto focal y email:"],
    "actors_hint": "Nombre todos los actores e identifique a qué tipo de actor corresponden",
    "heads": ["INFORMACIÓN INICIATIVA 1", "INFORMACIÓN INICIATIVA 2", "INFORMAÇÕES DA INICIATIVA 3"],
    "descriptions": ["DESCRIPCIÓN INICIATIVA 1", "DESCRIPCIÓN INICIATIVA 2", "DESCRIPCIÓN INICIATIVA 1"],
    "d": [["Justificación", "Describa brevemente por qué surgió la iniciativa y destaque las razones de su carácter multiactor"],
          ["Identifique hasta 3 fortalezas del diseño y/o implementación de la iniciativa",
           "¿Qué lecciones positivas se generaron durante el proceso de diseño e implementación? Enfoque su respuesta en aquellas lecciones vinculadas al carácter multiactor de la iniciativa."],
          ["Identifique hasta 3 desafíos del diseño y/o implementación de la iniciativa", "¿Qué cuellos de botella se generaron en el proceso multiactor?"],
          ["Indique hasta 3 de los principales resultados alcanzados"]],
}
PT = {
    "intro": ["LEVANTAMENTO DE INFORMAÇÃO SOBRE ALIANÇAS MULTIATOR NA CSS E NA CT VIGENTES NOS ÚLTIMOS TRÊS ANOS", "Nesta ficha poderá registrar até três iniciativas."],
    "institution": "INFORMAÇÃO INSTITUCIONAL",
    "q": ["País e instituição que preenche a ficha", "Nome e e-mail do ponto focal",
          "Identifica pontos fortes na sua instituição para desenvolver alianças multiator na CSS e na CT?",
          "Identifica pontos fracos na sua instituição para desenvolver alianças multiator na CSS e na CT?",
          "Tem interesse em compartilhar com outros países a experiência das iniciativas registradas"],
    "sharing": "Sim/Não",
    "type": ["Tipo de iniciativa:", "1 - Ação (é executada pontualmente, uma única vez e, em geral, não possui documento assinado)",
             "2 - Projeto (Tem um alcance definido no tempo e nos seus objetivos. Preveem-se atividades, produtos e resultados (de desenvolvimento) que permitem avaliar o seu cumprimento e impacto.)",
             "3 - Espaço de articulação interinstitucional (Refere-se a um espaço de coordenação convocado por um ente estatal do qual podem participar atores públicos e/ou privados e/ou da sociedade civil)",
             "4 - Outros"],
    "type_hint": "Identifique o número da opção desejada: 1, 2, 3 ou 4. Caso escolha a opção 4, especifique a que tipo de iniciativa se refere.",
    "info": ["Nome da iniciativa:", "Objetivo/s:",
             "Tipo/s de ator/es envolvido/s (setor público, setor privado, sociedade civil, academia, sindicatos, governos locais, parlamentos, etc.):",
             "Outros países envolvidos:", "Nome do ponto focal e e-mail:"],
    "actors_hint": "Nomeie todos os atores e identifique a que tipo de ator correspondem",
    "heads": ["INFORMAÇÕES DA INICIATIVA 1", "INFORMAÇÕES DA INICIATIVA 2", "INFORMAÇÕES DA INICIATIVA 3"],
    "descriptions": ["DESCRIÇÃO DA INICIATIVA 1", "DESCRIÇÃO DA INICIATIVA 2", "DESCRIÇÃO DA INICIATIVA 3"],
    "d": [["Justificativa", "Descreva brevemente por que surgiu a iniciativa e destaque as razões do seu caráter multiator"],
          ["Identifique até 3 pontos fortes do desenho e/ou da implementação da iniciativa",
           "Que lições positivas foram geradas durante o processo de desenho e implementação? Concentre a sua resposta nas lições ligadas ao caráter multiator da iniciativa."],
          ["Identifique até 3 desafios do desenho e/ou da implementação da iniciativa", "Que gargalos surgiram no processo multiator?"],
          ["Indique até 3 dos principais resultados alcançados"]],
}

KEYS = ["type", "title", "objectives", "actors", "countries", "contact", "justification", "strengths", "challenges", "results"]


def printed(language, key):
    """The question's cell as printed."""
    if key == "type":
        return "\n".join(language["type"])
    if key in KEYS[1:6]:
        return language["info"][KEYS.index(key) - 1]
    return "\n".join(language["d"][KEYS.index(key) - 6])


def hint(language, key):
    return {"type": language["type_hint"], "actors": language["actors_hint"]}.get(key, "")


def institution_table(answers, language=ES):
    return table(*[row(q, a) for q, a in zip(language["q"], answers)])


def initiative_blocks(answers, number, language=ES):
    """Both tables of one initiative; what is not answered keeps its hint."""
    def cells(key):
        label = answers.get("label:" + key, printed(language, key))
        return row(label, answers[key] if key in answers else hint(language, key))
    inside = number == 0
    description = [row(cell(language["descriptions"][number], span=2))] if inside else []
    return [p(r(language["heads"][number], "b")), table(*[cells(k) for k in KEYS[:6]]),
            Xml("<w:p/>") if inside else p(language["descriptions"][number]),
            table(*description, *[cells(k) for k in KEYS[6:]]), Xml("<w:p/>")]


def whole(institution, initiatives, language=ES, count=3):
    parts = [p(line) for line in language["intro"]] + [p(r(language["institution"], "b")), institution_table(institution, language), Xml("<w:p/>")]
    for i in range(count):
        parts += initiative_blocks(initiatives[i] if i < len(initiatives) else {}, i, language)
    return "".join(parts)
