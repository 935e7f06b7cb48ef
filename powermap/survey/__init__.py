"""Any spreadsheet -> Survey. Which file is about what, in the order in which a survey goes through them.

- the whole way: read (start here), model (Survey and Issue), summary (as text)
- open a file: workbook, delimited, sheet, appearance, cell_errors
- whether it is safe to lay out: extents, extent, ods_extents, binary_extents, old_excel, part_tags, cell_places,
  repeated_texts
- files of network programs: graph_files, graph_sheets, graph_attributes, graph_xml, graphml, gexf, pajek, dl,
  dl_header, dl_two_mode, network_tables
- which layout is this: recognised, shapes, shape, headers, tie_shapes, grid_shapes, actor_shapes, wide, forms,
  partner_columns, name_inside, code_key, pairs, last_looks, direction, titles, blocks, asides, own_pages, unnamed
- what a mapping says instead: mapping, mapped, mapped_columns, written_map, layout
- read a layout: listed_actors, tidy, plain_rows, grid, respondents, questions, generators, attendance,
  partner_list, cells, raw (where it all goes)
- one answer, one score: answers, wordings, scales, scores, name_lists
- one name: names, likeness, places, aliases, several
- settle what was said: settle, settle_names, actors, rounds, response, own_grids, coded, ratings
- what can be wrong: checks, issue_code, file_codes, actor_codes, answer_codes
- the marked copy: marked, copies
- the blank survey: template, template_pages, asked, form_text
"""
