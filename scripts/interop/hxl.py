#!/usr/bin/env python3
"""Reads Parley's tables with libhxl, the humanitarian data exchange's own reader; nothing of Parley's code is used.

  hxl.py FOLDER   reads every FOLDER/*.csv, checks that its hashtags are those of the HXL 1.1 dictionary, that libhxl's default
                  schema finds no error in it, and prints one line of JSON: {"tables": {NAME: {"rows": N, "tags": [...],
                  "sums": {TAG: SUM}}}, "problems": [...]}
"""
import glob, json, logging, os, sys

# This file must not stand in for the package of the same name.
HERE = os.path.dirname(os.path.realpath(__file__))
sys.path = [folder for folder in sys.path if os.path.realpath(folder or ".") != HERE]
import hxl

# The core hashtags of HXL 1.1.
CORE = """access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary capacity cause channel contact country crisis currency
date delivery description event frequency geo group impact indicator inneed item loc meta modality need operations org output
population reached region respondee sector service severity status subsector targeted value""".split()


def check(path, problems):
    name = os.path.splitext(os.path.basename(path))[0]
    source = hxl.data(hxl.make_input(path, hxl.InputOptions(allow_local=True, encoding="utf-8")))
    columns = source.columns
    for column in columns:
        if column.tag is None:
            problems.append(f"{name}: column '{column.header}' has no hashtag")
        elif column.tag.lstrip("#") not in CORE:
            problems.append(f"{name}: {column.tag} is not in the dictionary")
    rows, sums = 0, {}
    for row in source:
        rows += 1
        if len(row.values) != len(columns):
            problems.append(f"{name}: row {rows} has {len(row.values)} cells for {len(columns)} columns")
        for column, value in zip(columns, row.values):
            if "num" in column.attributes and value != "":
                sums[column.display_tag] = sums.get(column.display_tag, 0) + float(value)

    if rows:
        verdict = hxl.validate(hxl.data(hxl.make_input(path, hxl.InputOptions(allow_local=True, encoding="utf-8"))))
        for issue in verdict.get("issues", []):
            if issue.get("severity") == "error":
                places = [place.get("location_value") or place.get("error_value") for place in issue.get("locations", [])]
                problems.append(f"{name}: {issue.get('tag_pattern')}: {issue.get('description')} {places[:3]}")
    return name, {"rows": rows, "tags": [column.display_tag for column in columns], "sums": sums}


def main(folder):
    logging.disable(logging.CRITICAL)
    problems = []
    tables = dict(check(path, problems) for path in sorted(glob.glob(os.path.join(folder, "*.csv"))))
    print(json.dumps({"tables": tables, "problems": problems}))


if __name__ == "__main__":
    main(sys.argv[1])
