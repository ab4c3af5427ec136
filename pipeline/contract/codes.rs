//! The codes of findings about contracts: what is wrong with a schema, on the schema's own bytes.

use crate::finding::{Code, Severity};

/// Every code that compiling contracts reports.
pub static CODES: &[&Code] = &[
    &SCHEMA_NOT_JSON,
    &SCHEMA_TOO_LARGE,
    &SCHEMA_NOT_VALID,
    &UNKNOWN_KEYWORD,
    &UNSUPPORTED_KEYWORD,
    &REF_OUTSIDE,
    &REF_NOT_FOUND,
    &REF_CYCLE,
    &UNSUPPORTED_PATTERN,
    &OPEN_OBJECT,
    &UNMAPPABLE_TYPE,
    &UNKNOWN_UNIT,
    &UNIT_NOT_IN_NAME,
    &UNFIT_KEYWORD,
    &UNKNOWN_KEY_COLUMN,
    &RESERVED_COLUMN,
    &FIELD_ID_CLASH,
    &UNUSED_SCHEMA,
];

/// No JSON.
pub static SCHEMA_NOT_JSON: Code = Code {
    name: "schema-not-json",
    severity: Severity::Error,
    what: "A contract is one JSON document without duplicate keys.",
    why: "Nothing of the dataset can be typed, validated or compared without its contract.",
    example: "{ \"type\": \"object\", }",
    action: "Mend the JSON at the marked place.",
};

/// Beyond a limit.
pub static SCHEMA_TOO_LARGE: Code = Code {
    name: "schema-too-large",
    severity: Severity::Error,
    what: "A contract stays within limits: 1 MiB, 50,000 values, 2,000 columns, 64 levels, 80 digits a number, 100,000 subschemas once every $ref is followed.",
    why: "A schema beyond them is a mistake or an attack, and would cost time and memory without bound.",
    example: "{ \"not\": { \"not\": { \"not\": ... } } }, ten thousand levels deep",
    action: "Split the dataset, or write the schema with fewer levels and references.",
};

/// Not valid against the meta-schema.
pub static SCHEMA_NOT_VALID: Code = Code {
    name: "schema-not-valid",
    severity: Severity::Error,
    what: "A contract is valid JSON Schema 2020-12 with the keywords of schemas/contract.schema.json.",
    why: "A keyword with a value of the wrong kind would be ignored, and the data would go unchecked.",
    example: "{ \"type\": \"integr\" }",
    action: "Correct the value; an editor that knows schemas/contract.schema.json shows what is allowed.",
};

/// A keyword that nobody knows.
pub static UNKNOWN_KEYWORD: Code = Code {
    name: "unknown-keyword",
    severity: Severity::Error,
    what: "Every keyword of a contract is one of JSON Schema 2020-12 or of crossfoot.",
    why: "JSON Schema ignores unknown keywords: a misspelt bound would let every value through.",
    example: "{ \"type\": \"integer\", \"minumum\": 0 }",
    action: "Correct the spelling or remove the keyword.",
};

/// A keyword that contracts may not use.
pub static UNSUPPORTED_KEYWORD: Code = Code {
    name: "unsupported-keyword",
    severity: Severity::Error,
    what: "Contracts refer to each other by $ref with a file name and a JSON pointer only.",
    why: "Base addresses, anchors and dynamic references make one text mean different things in different places.",
    example: "{ \"$dynamicRef\": \"#node\" }",
    action: "Use $ref with a file in schemas/ and a JSON pointer: \"money.schema.json#/$defs/usd\".",
};

/// A reference that leaves schemas/.
pub static REF_OUTSIDE: Code = Code {
    name: "ref-outside",
    severity: Severity::Error,
    what: "A $ref stays inside schemas/.",
    why: "A contract that depends on the network or on other folders means something else tomorrow.",
    example: "{ \"$ref\": \"https://example.com/money.json\" }",
    action: "Copy the definition into a file in schemas/ and refer to that.",
};

/// A reference that leads nowhere.
pub static REF_NOT_FOUND: Code = Code {
    name: "ref-not-found",
    severity: Severity::Error,
    what: "A $ref leads to a schema that exists.",
    why: "The column behind it has no type.",
    example: "{ \"$ref\": \"#/$defs/mony\" }",
    action: "Correct the file name or the pointer.",
};

/// A reference that leads back to itself.
pub static REF_CYCLE: Code = Code {
    name: "ref-cycle",
    severity: Severity::Error,
    what: "References do not lead back to where they started.",
    why: "A type that holds itself has no end and cannot become a column.",
    example: "{ \"$defs\": { \"a\": { \"$ref\": \"#/$defs/a\" } } }",
    action: "Write the levels that the data have, or a dataset of parents and children.",
};

/// A pattern that the engine cannot match in linear time.
pub static UNSUPPORTED_PATTERN: Code = Code {
    name: "unsupported-pattern",
    severity: Severity::Error,
    what: "A pattern is a regular expression without look-around and back-references, and of moderate size.",
    why: "Only such patterns are matched in time that grows with the text alone.",
    example: "{ \"pattern\": \"^(?=a)(b+)+\\\\1$\" }",
    action: "Write the pattern without look-around and back-references.",
};

/// An object that admits unknown properties.
pub static OPEN_OBJECT: Code = Code {
    name: "open-object",
    severity: Severity::Error,
    what: "Every object of a contract that becomes columns is closed: \"additionalProperties\": false.",
    why: "A property that the contract does not name has no column, and would be lost.",
    example: "{ \"type\": \"object\", \"properties\": { ... } }",
    action: "Add \"additionalProperties\": false.",
};

/// A type that cannot become a column.
pub static UNMAPPABLE_TYPE: Code = Code {
    name: "unmappable-type",
    severity: Severity::Error,
    what: "Every column has exactly one Arrow type.",
    why: "A column whose values have several types, or none that is known, cannot be written to Parquet.",
    example: "{ \"type\": [\"string\", \"integer\"] }",
    action: "Give the column one type, and null where it may be empty.",
};

/// A unit that the registry lacks.
pub static UNKNOWN_UNIT: Code = Code {
    name: "unknown-unit",
    severity: Severity::Error,
    what: "x-unit is a unit of the registry, a noun in braces, or one per another.",
    why: "Amounts in an unknown unit can be neither converted nor compared.",
    example: "{ \"type\": \"number\", \"x-unit\": \"dollars\" }",
    action: "Use the unit's code: USD, GB, %, {vendor}, CNY/t.",
};

/// A name that says another unit.
pub static UNIT_NOT_IN_NAME: Code = Code {
    name: "unit-not-in-name",
    severity: Severity::Warning,
    what: "A column whose name ends in a unit has that unit.",
    why: "Who reads the file reads the name: size_gb in GiB is off by seven percent.",
    example: "\"size_gb\": { \"type\": \"number\", \"x-unit\": \"GiB\" }",
    action: "Rename the column after its unit, or correct x-unit.",
};

/// A keyword that says something about another type, or cannot hold the values.
pub static UNFIT_KEYWORD: Code = Code {
    name: "unfit-keyword",
    severity: Severity::Error,
    what: "Every keyword speaks of the column's type, the values that it names can be in the column, and its bounds leave some.",
    why: "A keyword on a type that it does not apply to is a mistake, and nothing would tell.",
    example: "{ \"type\": \"string\", \"x-unit\": \"USD\" }",
    action: "Remove the keyword or correct the type.",
};

/// A key of no column.
pub static UNKNOWN_KEY_COLUMN: Code = Code {
    name: "unknown-key-column",
    severity: Severity::Error,
    what: "x-key names columns of the dataset, each present in every row, a scalar and exact; x-fact scalar and exact ones.",
    why: "A key that is missing, null or a float identifies nothing.",
    example: "\"x-key\": [\"compny\"]",
    action: "Name columns that are no lists, structs or floats; in x-key only those that are required and not nullable.",
};

/// A column that every dataset has anyway.
pub static RESERVED_COLUMN: Code = Code {
    name: "reserved-column",
    severity: Severity::Error,
    what: "No contract declares the columns report and source.",
    why: "Every dataset gets both in front; a second column of that name could not be told from them.",
    example: "\"properties\": { \"source\": { \"type\": \"string\" } }",
    action: "Name the column otherwise: source_name.",
};

/// Two columns with one id.
pub static FIELD_ID_CLASH: Code = Code {
    name: "field-id-clash",
    severity: Severity::Error,
    what: "Every column of a dataset has a field id of its own.",
    why: "Readers that resolve columns by id would mix the two up.",
    example: "two columns with \"x-field-id\": 7",
    action: "Give one of the two another x-field-id.",
};

/// A file of definitions that nothing refers to.
pub static UNUSED_SCHEMA: Code = Code {
    name: "unused-schema",
    severity: Severity::Warning,
    what: "Files in subfolders of schemas/, and files that only hold $defs, are there for contracts to refer to.",
    why: "A contract put into a subfolder would be passed over: only files directly in schemas/ give datasets.",
    example: "schemas/finance/funding.schema.json, which no $ref names",
    action: "Move a dataset's contract into schemas/ itself, refer to the definitions, or remove the file.",
};
