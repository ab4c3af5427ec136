//! One version of a contract as the gate asks for it: what its columns allow, sample values and places, each found once.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::{Value, json};

use super::types;
use super::values::{Effort, Inclusion, Set};
use crate::contract::bundle::column_schemas;
use crate::contract::json::Node;
use crate::contract::{Contract, ContractColumn, definitions};
use crate::source::Span;

/// How many rows are shown as examples of what one version accepts; each is checked against both contracts.
const MAX_EXAMPLES: usize = 20;
/// How large, in bytes of JSON, all schemas of columns may be that are compared as sets, and that values are made of.
const MAX_COMPARED: usize = 1 << 20;
const MAX_SAMPLED: usize = 1 << 17;
/// How many rows are tried with the value of a column that breaks a rule in the row made for it.
const MAX_TRIED: usize = 200;

/// One version of a contract.
pub struct Version<'a> {
    contract: &'a Contract,
    columns: HashMap<&'a str, OfColumn>,
    whole: OnceCell<Set>,
    examples: OnceCell<Vec<Value>>,
    tree: OnceCell<Option<Node>>,
    shown: Cell<usize>,
    comparing: Effort,
    compared: RefCell<HashMap<(String, String), Inclusion>>,
    sampling: Effort,
}

#[derive(Default)]
struct OfColumn {
    values: OnceCell<Option<Set>>,
    sample: OnceCell<Option<Value>>,
}

impl Deref for Version<'_> {
    type Target = Contract;
    fn deref(&self) -> &Contract {
        self.contract
    }
}

impl<'a> Version<'a> {
    /// The version that `contract` is.
    pub fn new(contract: &'a Contract) -> Version<'a> {
        let columns = contract.columns.iter().map(|column| (&*column.name, OfColumn::default())).collect();
        Version {
            contract,
            columns,
            whole: OnceCell::new(),
            examples: OnceCell::new(),
            tree: OnceCell::new(),
            shown: Cell::new(0),
            comparing: Effort::new(MAX_COMPARED),
            compared: RefCell::default(),
            sampling: Effort::new(MAX_SAMPLED),
        }
    }

    /// All rows.
    pub fn whole(&self) -> &Set {
        self.whole.get_or_init(|| Set::new(&self.bundled))
    }

    /// Some rows.
    pub fn examples(&self) -> &[Value] {
        self.examples.get_or_init(|| {
            if !self.sampling.spend(self.whole().size()) {
                return Vec::new();
            }
            let rows = self.whole().candidates().into_iter();
            rows.filter(|row| self.whole().has(row)).take(MAX_TRIED).collect()
        })
    }

    /// The values of a column that are not null and that its Arrow type holds; `None` where its schema cannot be cut out
    /// of the contract.
    pub fn values(&self, column: &ContractColumn) -> Option<&Set> {
        self.columns.get(&*column.name)?.values.get_or_init(|| self.set(column)).as_ref()
    }

    /// Whether every value of `inner` is in `outer`, sets of its columns and of another version's, as far as the effort for
    /// all of them reaches. Columns that share their definition are compared once.
    pub fn is_in(&self, inner: &Set, outer: &Set) -> Inclusion {
        let key = (inner.text().to_owned(), outer.text().to_owned());
        let known = self.compared.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let inclusion = inner.is_in_within(&self.comparing, outer);
            self.compared.borrow_mut().insert(key, inclusion.clone());
            inclusion
        })
    }

    /// A value of the column, if one was found; `None` where its schema cannot be cut out of the contract, or where too
    /// many columns are too large.
    pub fn sample(&self, column: &ContractColumn) -> Option<Option<Value>> {
        let values = self.values(column)?;
        let sample = &self.columns.get(&*column.name)?.sample;
        if sample.get().is_none() && !self.sampling.spend(values.size()) {
            return None;
        }
        Some(sample.get_or_init(|| values.sample()).clone())
    }

    /// True for the first rows that are to be shown.
    pub fn may_show_another(&self) -> bool {
        self.shown.set(self.shown.get() + 1);
        self.shown.get() <= MAX_EXAMPLES
    }

    /// The first member of the root that has one of `keys`; where it has none of them, its properties or its beginning.
    pub fn place(&self, keys: &[&str]) -> (Arc<str>, Span) {
        let tree = self.tree.get_or_init(|| Node::parse(&self.text).ok());
        let span = tree.as_ref().map(|root| {
            let member = keys.iter().find_map(|key| root.member(key));
            match (member, root.member("properties")) {
                (Some(member), _) if member.node.members().is_some() => member.key_span,
                (Some(member), _) => member.node.span,
                (None, Some(properties)) => properties.key_span,
                (None, None) => Span::new(root.span.start as usize, root.span.start as usize + 1),
            }
        });
        (self.file.clone(), span.unwrap_or(Span::new(0, 0)))
    }

    fn set(&self, column: &ContractColumn) -> Option<Set> {
        let mut parts = column_schemas(&self.bundled, &column.name)?;
        parts.push(json!({ "not": { "type": "null" } }));
        parts.extend(types::limits(&column.data_type));
        let mut schema = json!({ "allOf": parts });
        let definitions = definitions(&self.bundled, &schema)?;
        if !definitions.is_empty() {
            schema["$defs"] = Value::Object(definitions);
        }
        Some(Set::new(&schema))
    }
}
