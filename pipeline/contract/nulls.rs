//! Which columns refuse null: a bundled contract and the names of columns go in, those that no null passes come out.
//!
//! Types, lists of values and unions tell what a column may be at most; `not`, `oneOf`, `if` and whatever else a schema
//! says may still refuse null. The jsonschema crate is asked, once for all columns.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::bundle::{column_schemas, definitions};

/// Those of `names`, columns of `root`, whose schemas refuse null. Where the crate cannot tell, none is named.
pub fn refusing<'n>(root: &Value, names: impl Iterator<Item = &'n str>) -> HashSet<String> {
    let columns: Map<String, Value> = names
        .filter_map(|name| Some((name.to_owned(), json!({ "allOf": column_schemas(root, name)? }))))
        .filter(|(_, schema)| definitions(root, schema).is_some())
        .collect();
    if columns.is_empty() {
        return HashSet::new();
    }
    let row = Value::Object(columns.keys().map(|name| (name.clone(), Value::Null)).collect());
    let mut schema = json!({ "properties": columns });
    if let Some(definitions) = definitions(root, &schema).filter(|definitions| !definitions.is_empty()) {
        schema["$defs"] = Value::Object(definitions);
    }
    let options = jsonschema::options().offline().should_validate_formats(true);
    let Ok(validator) = options.with_pattern_options(super::pattern_options()).build(&schema) else {
        return HashSet::new();
    };
    let refused = validator.iter_errors(&row).filter_map(|error| {
        let path = error.instance_path().as_str().strip_prefix('/')?.to_owned();
        Some(path.replace("~1", "/").replace("~0", "~"))
    });
    refused.collect()
}
