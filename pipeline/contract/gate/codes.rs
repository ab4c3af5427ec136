//! The codes of changes between two versions of a contract.

use crate::finding::{Code, Severity};

/// Every code that comparing contracts reports.
pub static CODES: &[&Code] = &[
    &DATASET_REMOVED,
    &DATASET_ADDED,
    &COLUMN_REMOVED,
    &COLUMN_ADDED,
    &COLUMN_RENAMED,
    &TYPE_CHANGED,
    &LIST_CHANGED,
    &DECIMALS_CHANGED,
    &UNIT_CHANGED,
    &NULLABLE_WIDENED,
    &NULLABLE_NARROWED,
    &VALUES_WIDENED,
    &VALUES_NARROWED,
    &KEY_CHANGED,
    &CHECKS_CHANGED,
    &RULES_CHANGED,
    &FIELD_ID_CHANGED,
    &STATUS_CHANGED,
    &DESCRIPTION_CHANGED,
    &UNDECIDED_CHANGE,
    &NOT_COMPARED,
];

macro_rules! change {
    ($name:ident, $code:literal, $severity:ident, $what:literal, $why:literal, $example:literal, $action:literal) => {
        #[doc = $what]
        pub static $name: Code = Code {
            name: $code,
            severity: Severity::$severity,
            what: $what,
            why: $why,
            example: $example,
            action: $action,
        };
    };
}

change!(
    DATASET_REMOVED,
    "dataset-removed",
    Error,
    "A dataset that was published still has a contract.",
    "Whoever reads it finds no file any more.",
    "schemas/timeline.schema.json is deleted",
    "Keep it with \"x-status\": \"deprecated\" and \"x-deprecated-on\", and delete it after that day."
);
change!(
    DATASET_ADDED,
    "dataset-added",
    Note,
    "A dataset is new.",
    "Nothing can break; the changelog tells of it.",
    "schemas/patent.schema.json is new",
    "Nothing."
);
change!(
    COLUMN_REMOVED,
    "column-removed",
    Error,
    "Every column that was published is still there.",
    "Readers that name the column fail.",
    "the property \"round\" is deleted",
    "Keep the column; or, if it has another name now, say so with x-renamed-from."
);
change!(
    COLUMN_ADDED,
    "column-added",
    Note,
    "A column is new; one that must have a value makes rows published before incomplete.",
    "Rows published before have no value in it.",
    "the property \"currency\" is new and required",
    "Make the column optional or nullable."
);
change!(
    COLUMN_RENAMED,
    "column-renamed",
    Error,
    "A column has the name that it was published under.",
    "Readers that name the column fail; readers that resolve it by its field id do not.",
    "\"amount\" becomes \"amount_usd\" with \"x-renamed-from\": \"amount\"",
    "Publish both columns for a while, or tell the readers."
);
change!(
    TYPE_CHANGED,
    "type-changed",
    Error,
    "A column has the type that it was published with.",
    "Readers that expect the old type fail or read nonsense.",
    "\"layers\" was Int64 and is Utf8",
    "Add a column of the new type under another name."
);
change!(
    LIST_CHANGED,
    "list-changed",
    Error,
    "A list or struct holds what it was published with.",
    "Readers take the items for what they were.",
    "the items of \"investors\" were texts and are structs",
    "Add a column with the new meaning under another name."
);
change!(
    DECIMALS_CHANGED,
    "decimals-changed",
    Error,
    "A decimal column keeps its precision and scale.",
    "With fewer decimals digits are lost; with more, readers of the old type cannot hold the values.",
    "\"x-decimal\": [18, 2] becomes [18, 0]",
    "Add a column with the new scale under another name."
);
change!(
    UNIT_CHANGED,
    "unit-changed",
    Error,
    "A column keeps its unit.",
    "The same number means something else: every sum and every comparison with older files is wrong.",
    "\"x-unit\": \"GB\" becomes \"GiB\"",
    "Add a column in the new unit under another name."
);
change!(
    NULLABLE_WIDENED,
    "nullable-widened",
    Error,
    "A column that had a value in every row still has.",
    "Readers that rely on a value meet null.",
    "\"as_of\" is no longer required",
    "Keep the value required, or tell the readers."
);
change!(
    NULLABLE_NARROWED,
    "nullable-narrowed",
    Error,
    "A column that might be null still may.",
    "Rows published before may be null and are no longer valid.",
    "\"as_of\" was nullable and is required",
    "Fill the published rows, or keep null allowed."
);
change!(
    VALUES_WIDENED,
    "values-widened",
    Error,
    "A column has only values that its old contract allowed.",
    "Readers meet values that they were promised not to meet.",
    "\"enum\": [\"closed\", \"open\"] gets \"partly open\"",
    "Tell the readers, or add a column under another name."
);
change!(
    VALUES_NARROWED,
    "values-narrowed",
    Error,
    "Every value that the old contract allowed is still allowed.",
    "Rows published before may have values that are no longer valid.",
    "\"minimum\": 0 becomes 1",
    "Keep the values allowed, or publish the dataset anew."
);
change!(
    KEY_CHANGED,
    "key-changed",
    Error,
    "The columns that identify a row stay the same.",
    "Joins and upserts by the old key multiply or lose rows.",
    "\"x-key\": [\"company\"] becomes [\"company\", \"round\"]",
    "Keep the key, or tell the readers."
);
change!(
    CHECKS_CHANGED,
    "checks-changed",
    Warning,
    "The checks that hold for every row stay the same.",
    "Published rows may not hold a new check; readers may rely on a removed one.",
    "\"x-checks\" loses \"ffn_size == 4 * hidden_size\"",
    "Look whether the published rows hold it."
);
change!(
    RULES_CHANGED,
    "rules-changed",
    Error,
    "The rules over several columns stay the same.",
    "Rows published before may break a new rule; readers may rely on a removed one.",
    "\"dependentRequired\": { \"share\": [\"year\"] } is new",
    "Look whether the published rows hold the rule, and tell the readers."
);
change!(
    FIELD_ID_CHANGED,
    "field-id-changed",
    Error,
    "A column keeps its Parquet field id.",
    "Readers that resolve columns by id take it for another column.",
    "\"x-field-id\": 7 becomes 8",
    "Put the old id back with x-field-id."
);
change!(
    STATUS_CHANGED,
    "status-changed",
    Note,
    "How firm a contract is has changed, or whether a column is deprecated.",
    "Readers want to know when a dataset becomes stable, and what they should not use any more.",
    "\"x-status\": \"stable\" becomes \"deprecated\"; a column gets \"deprecated\": true",
    "Nothing."
);
change!(
    DESCRIPTION_CHANGED,
    "description-changed",
    Note,
    "A title or description has changed.",
    "Nothing can break; the changelog tells of it.",
    "\"description\" is reworded",
    "Nothing."
);
change!(
    UNDECIDED_CHANGE,
    "undecided-change",
    Error,
    "Whether a change is safe can be decided.",
    "What cannot be proved safe must not pass as safe.",
    "\"pattern\" is replaced by another one",
    "Look at the change yourself; write the values so that they can be compared (enum, bounds) where that is possible."
);
change!(
    NOT_COMPARED,
    "not-compared",
    Error,
    "Both versions of a contract are sound, so that they can be compared.",
    "Nobody knows whether a change breaks anything, so it does not pass.",
    "\"x-unit\": \"nonsense\" in the old or the new contract",
    "Correct the contract; its own findings say what is wrong."
);
