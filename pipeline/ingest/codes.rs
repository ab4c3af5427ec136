//! What the readers of files report beside the limits.

use crate::finding::{Code, Severity};

/// The encoding was told from the bytes.
pub static GUESSED_ENCODING: Code = Code {
    name: "guessed-encoding",
    severity: Severity::Note,
    what: "a file in another encoding than UTF-8 says which one it is, or it is told from its bytes",
    why: "in the wrong encoding names are read as something else, numbers as themselves",
    example: "a CSV that a spreadsheet program saved as GB18030 or Windows-1252",
    action: "look at a few names; if they are wrong, convert the file: iconv -f GB18030 -t UTF-8",
};

/// Bytes that no encoding explains.
pub static UNDECODABLE: Code = Code {
    name: "undecodable-text",
    severity: Severity::Error,
    what: "every byte of a file must be text in the encoding that the file is in",
    why: "a character that is replaced is a character that is lost",
    example: "a CSV in UTF-8 that was cut in the middle of a character",
    action: "convert the file to UTF-8, or export it again",
};

/// Two delimiters explain a file equally well.
pub static AMBIGUOUS_DELIMITER: Code = Code {
    name: "ambiguous-delimiter",
    severity: Severity::Warning,
    what: "one delimiter must part the records of a file into the same number of fields",
    why: "with another one, every cell is another",
    example: "a;b,c\n1;2,5     # two fields, or two others",
    action: "write sep=; as the first line of the file, or name it .tsv if tabs part its fields",
};

/// A record has another number of fields than the others.
pub static RAGGED_ROW: Code = Code {
    name: "ragged-row",
    severity: Severity::Warning,
    what: "the rows of a table must have the same number of cells",
    why: "a delimiter inside a field that is not quoted moves every cell behind it",
    example: "name,amount\nAcme, Inc.,12",
    action: "quote the field, or correct the row; all of its cells are kept as they are",
};

/// A quote that is opened and never closed.
pub static UNCLOSED_QUOTE: Code = Code {
    name: "unclosed-quote",
    severity: Severity::Error,
    what: "a quoted field must end with a quote",
    why: "all that follows, to the end of the file, is read as this one field",
    example: "\"Acme,12\nBeta,13",
    action: "close the quote, or double it if it is part of the field",
};

/// JSON that is none.
pub static UNREADABLE_JSON: Code = Code {
    name: "unreadable-json",
    severity: Severity::Error,
    what: "a JSON file, and every line of a JSON Lines file, must be one JSON value (RFC 8259)",
    why: "what follows the mistake cannot be read",
    example: "{\"a\": 1,}",
    action: "write the file again with the program that it comes from",
};

/// A file without anything that can be read as a table or text.
pub static NO_TABLES: Code = Code {
    name: "no-tables",
    severity: Severity::Warning,
    what: "a file that is read for its tables must hold one",
    why: "JSON of a form that is not known is passed over",
    example: "{\"version\": 1}",
    action: "give the JSON of Docling or pdfplumber, an array of objects, or an array of arrays",
};

/// A value of a JSON line that stands twice.
pub static DUPLICATE_MEMBER: Code = Code {
    name: "duplicate-member",
    severity: Severity::Error,
    what: "the names of an object, and the columns that nested names make, must be unique",
    why: "with two values for one column, either would be a guess",
    example: "{\"a.b\": 1, \"a\": {\"b\": 2}}",
    action: "correct the object",
};

/// A workbook that cannot be read.
pub static BROKEN_WORKBOOK: Code = Code {
    name: "broken-workbook",
    severity: Severity::Error,
    what: "a workbook must be as its format says",
    why: "a sheet that is read in part is a sheet with numbers missing",
    example: "an .xlsx whose download was cut",
    action: "open it with a spreadsheet program and save it again",
};

/// A workbook under a password.
pub static PROTECTED_WORKBOOK: Code = Code {
    name: "protected-workbook",
    severity: Severity::Error,
    what: "a workbook must not be encrypted",
    why: "without the password nothing of it can be read",
    example: "an .xlsx saved with a password to open it",
    action: "save it without a password",
};

/// A file of another kind than its name says.
pub static WRONG_EXTENSION: Code = Code {
    name: "wrong-extension",
    severity: Severity::Note,
    what: "a file's bytes say another format than its name",
    why: "web sites give HTML and CSV out as .xls; the bytes decide",
    example: "export.xls that begins with <html>",
    action: "nothing has to be done; renaming the file ends the note",
};

/// A cell that holds an error.
pub static ERROR_CELL: Code = Code {
    name: "error-cell",
    severity: Severity::Warning,
    what: "the formulas of a sheet must have values",
    why: "an error stands where a number should; it is read as the text that it shows",
    example: "#REF!   #DIV/0!   #N/A",
    action: "correct the formula, or give the text as a null in the recipe: nulls = [\"#N/A\"]",
};

/// A formula without its value.
pub static UNCACHED_FORMULA: Code = Code {
    name: "uncached-formula",
    severity: Severity::Warning,
    what: "a sheet must hold the value of each formula",
    why: "formulas are not computed: without its value the cell is empty",
    example: "=SUM(B2:B9) in a workbook that a program wrote",
    action: "open the workbook with a spreadsheet program and save it, so that the values are written",
};

/// A hidden sheet, or hidden rows of one.
pub static HIDDEN_SHEET: Code = Code {
    name: "hidden-sheet",
    severity: Severity::Note,
    what: "a workbook has sheets or rows that it does not show",
    why: "they may hold older numbers; they are read like the others",
    example: "a sheet \"old\" that was hidden",
    action: "take care which sheet a recipe names; leave hidden rows out with `leave_out`",
};

/// A number with the noise of binary arithmetic.
pub static FLOAT_NOISE: Code = Code {
    name: "float-noise",
    severity: Severity::Note,
    what: "a number is read with the 15 digits that spreadsheets show, where the rest is noise of binary arithmetic",
    why: "0.1 + 0.2 is stored as 0.30000000000000004",
    example: "0.30000000000000004 is read as 0.3",
    action: "nothing has to be done",
};

/// A date outside of the calendar of spreadsheets.
pub static DATE_OUT_OF_RANGE: Code = Code {
    name: "date-out-of-range",
    severity: Severity::Warning,
    what: "a cell with the format of a date must hold a day from 1900 to 9999",
    why: "spreadsheets show ##### there; the stored number is read",
    example: "-5 with the format yyyy-mm-dd; the 60th day of 1900, which never was",
    action: "correct the cell or its format",
};

/// Cells that lie over one another.
pub static OVERLAPPING_CELLS: Code = Code {
    name: "overlapping-cells",
    severity: Severity::Warning,
    what: "the cells of a table must not lie over one another",
    why: "which of the two stands in a column is a guess",
    example: "a cell with rowspan=\"2\" above a row that has all its cells",
    action: "correct the spans; the cell that begins later is moved to the right, or left out of the grid",
};

/// A cell that lies out of its table.
pub static CELL_OUTSIDE: Code = Code {
    name: "cell-outside",
    severity: Severity::Warning,
    what: "a cell must have a row and a column of its table",
    why: "a table that says that it has two rows and a cell in the fifth is wrong in one of them",
    example: "\"num_rows\": 2 beside \"start_row_offset_idx\": 4",
    action: "look at the table; the cell is kept in the place that it names, or below the table if it names none",
};

/// A table that has one column or one row.
pub static ONE_COLUMN_TABLE: Code = Code {
    name: "one-column-table",
    severity: Severity::Note,
    what: "a table has two columns and two rows, or more; others are read as lines of text",
    why: "pages use tables of one cell or one column to place what they show",
    example: "<table><tr><td>Home</td></tr><tr><td>News</td></tr></table>",
    action: "nothing has to be done; the layout `pattern` or `list` reads the lines",
};

/// Text that is struck out or not shown.
pub static HIDDEN_TEXT: Code = Code {
    name: "hidden-text",
    severity: Severity::Note,
    what: "text that a page strikes out or does not show is not read",
    why: "a reader of the page takes no value from it: \"8\" struck out in front of \"9\" would make 89",
    example: "<td><s>8</s>9</td>, <tr style=\"display:none\">",
    action: "nothing has to be done; save the page without the marks if the text is meant",
};

/// A table that is not read.
pub static SKIPPED_TABLE: Code = Code {
    name: "skipped-table",
    severity: Severity::Warning,
    what: "a table must not stand in an element whose content is never shown",
    why: "what stands there is not read: a <template>, or a <style> that is never closed, may hold the table that was meant",
    example: "<template><table> ... </table></template>",
    action: "save the page as the browser shows it, or take the table out of the element",
};

/// What pdfplumber says of a page does not go together.
pub static UNPLACED_TEXT: Code = Code {
    name: "unplaced-text",
    severity: Severity::Warning,
    what: "the tables, words and text that pdfplumber gives of a page must be made of the page's characters",
    why: "a table whose lines are not found stands in the text twice; words that are no characters of the page are left out",
    example: "tables of extract_tables() beside the text of a page that was cropped",
    action: "give tables, characters and text of the same page, taken with the same settings",
};

/// The codes of readers.
pub(super) static CODES: [&Code; 22] = [
    &GUESSED_ENCODING,
    &UNDECODABLE,
    &AMBIGUOUS_DELIMITER,
    &RAGGED_ROW,
    &UNCLOSED_QUOTE,
    &UNREADABLE_JSON,
    &NO_TABLES,
    &DUPLICATE_MEMBER,
    &BROKEN_WORKBOOK,
    &PROTECTED_WORKBOOK,
    &WRONG_EXTENSION,
    &ERROR_CELL,
    &UNCACHED_FORMULA,
    &HIDDEN_SHEET,
    &FLOAT_NOISE,
    &DATE_OUT_OF_RANGE,
    &OVERLAPPING_CELLS,
    &CELL_OUTSIDE,
    &ONE_COLUMN_TABLE,
    &HIDDEN_TEXT,
    &SKIPPED_TABLE,
    &UNPLACED_TEXT,
];
