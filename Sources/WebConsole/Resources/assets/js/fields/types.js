// Every type of field, by the name that a form uses.

import { area, path } from "./area.js";
import { choice, flag, several } from "./choice.js";
import { number } from "./number.js";
import { heard, place, position, twoFormats } from "./position.js";
import { body, fileHash, name, record, records, statement } from "./reference.js";
import { rows } from "./rows.js";
import { languages, long, text, texts } from "./text.js";
import { span, stated, time } from "./time.js";

/** The types. */
export const types = {
  area, body, choice, "file-hash": fileHash, flag, heard, languages, long, name, number, path, place, position, record,
  records, rows, several, statement, stated, text, texts, time, "two-formats": twoFormats, window: span,
};
