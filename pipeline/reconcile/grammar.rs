//! A check's text is read into a tree: text goes in, a statement or a mistake with its place comes out.
//!
//! ```text
//! check    = ["each" path ["by" path {"," path}] ["where" condition] ":"] relation
//! relation = ready "(" sum {"," sum} ")" | sum compare sum ["within" number]
//!          | sum "sorted" ("asc" | "desc") | sum {"," sum} ("distinct" | "complete") | sum "in" among
//! sum      = product {("+" | "-") product}
//! product  = power {("*" | "/" | "mod") power}
//! power    = ["-"] primary ["^" integer]
//! primary  = number | 'text' | path ["where" condition] | function "(" sum {"," sum} ["where" condition] ")"
//!          | "(" sum ")"
//! ```

use std::sync::Arc;

use super::function::{Function, Shape};
use super::literal::literal;
use super::syntax::{
    Among, Comparison, Condition, Each, Expression, ExpressionKind, Operator, Order, Path, Relation, Statement,
};
use super::token::{Token, TokenError, TokenKind, tokens};
use crate::source::Span;

/// Brackets and operators nest at most this deep, so that no text can exhaust the stack.
const DEEPEST: usize = 64;

/// The most words and signs of one check.
const LONGEST: usize = 1000;

/// Reads one check.
pub fn parse(text: &str) -> Result<Statement, TokenError> {
    let tokens = tokens(text)?;
    // A chain of operators is a tree as deep as it is long.
    if let Some(token) = tokens.get(LONGEST) {
        let message = format!("expected at most {LONGEST} words and signs, found {}", tokens.len());
        return Err(TokenError { span: token.span, message });
    }
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let each = parser.each()?;
    let relation = parser.relation()?;
    match parser.peek() {
        TokenKind::End => Ok(Statement { each, relation }),
        _ => Err(parser.expected("an operator or the end of the check")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

/// Whether a `where` behind a column belongs to the column or to the function around it.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    OfColumn,
    OfFunction,
}

type Parsed<T> = Result<T, TokenError>;

impl Parser {
    fn token(&self) -> &Token {
        // `tokens` always ends with `End`, which `next` never passes.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn peek(&self) -> &TokenKind {
        &self.token().kind
    }

    fn span(&self) -> Span {
        self.token().span
    }

    fn before(&self) -> Span {
        self.at.checked_sub(1).map_or(Span::new(0, 0), |at| self.tokens[at].span)
    }

    fn next(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    fn expected(&self, what: &str) -> TokenError {
        TokenError { span: self.span(), message: format!("expected {what}, found {}", self.peek().describe()) }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), TokenKind::Word(found) if found == word)
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.next();
        }
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), TokenKind::Sign(found) if *found == sign);
        if found {
            self.next();
        }
        found
    }

    fn require(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(&format!("\"{sign}\""))) }
    }

    fn nested<T>(&mut self, inner: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == DEEPEST {
            let message = format!("expected at most {DEEPEST} nested brackets");
            return Err(TokenError { span: self.span(), message });
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn each(&mut self) -> Parsed<Option<Each>> {
        if !self.take_word("each") {
            return Ok(None);
        }
        let dataset = self.path("the name of a dataset")?;
        let mut by = Vec::new();
        if self.take_word("by") {
            by.push(self.path("the name of a column")?);
            while self.take_sign(",") {
                by.push(self.path("the name of a column")?);
            }
        }
        let filter = if self.take_word("where") { Some(self.condition()?) } else { None };
        self.require(":")?;
        Ok(Some(Each { dataset, by, filter }))
    }

    fn path(&mut self, what: &str) -> Parsed<Path> {
        let mut parts: Vec<Arc<str>> = Vec::new();
        let start = self.span();
        loop {
            match self.peek() {
                TokenKind::Word(word) => parts.push(word.as_str().into()),
                // `series.2023.value`
                TokenKind::Number { digits, unit } if !parts.is_empty() => {
                    parts.push(format!("{digits}{unit}").into());
                }
                _ => return Err(self.expected(what)),
            }
            self.next();
            if !self.take_sign(".") {
                return Ok(Path { parts, span: start.cover(self.before()) });
            }
        }
    }

    fn relation(&mut self) -> Parsed<Relation> {
        if let Some(ready) = self.ready()? {
            return Ok(ready);
        }
        let mut columns = vec![self.sum(Where::OfColumn)?];
        while self.take_sign(",") {
            columns.push(self.sum(Where::OfColumn)?);
        }
        if self.take_word("distinct") {
            return Ok(Relation::Distinct(columns));
        }
        if self.take_word("complete") {
            return Ok(Relation::Complete(columns));
        }
        if columns.len() > 1 {
            return Err(self.expected("\"distinct\" or \"complete\" behind a list of columns"));
        }
        let left = columns.remove(0);
        if self.take_word("sorted") {
            let order = match (self.take_word("asc"), self.take_word("desc")) {
                (true, _) => Order::Ascending,
                (_, true) => Order::Descending,
                _ => return Err(self.expected("\"asc\" or \"desc\"")),
            };
            return Ok(Relation::Sorted { column: left, order });
        }
        if self.take_word("in") {
            return Ok(Relation::Member { column: left, among: self.among()? });
        }
        let operator_span = self.span();
        let Some(operator) = self.comparison() else {
            return Err(self.expected("==, ~, <, <=, >, >=, \"sorted\", \"distinct\", \"in\" or \"complete\""));
        };
        let right = self.sum(Where::OfColumn)?;
        let operator = match operator {
            Sign::Other(Comparison::Different) => {
                return Err(TokenError { span: operator_span, message: "expected ==, found \"!=\"".to_string() });
            }
            Sign::Other(operator) => operator,
            Sign::Near if self.take_word("within") => self.tolerance()?,
            Sign::Near => return Err(self.expected("\"within\" and a tolerance, such as \"within 5%\"")),
        };
        Ok(Relation::Compare { left, operator, right })
    }

    fn ready(&mut self) -> Parsed<Option<Relation>> {
        let TokenKind::Word(name) = self.peek() else { return Ok(None) };
        let ready = |function: &&&Function| matches!(function.shape, Shape::Relation { .. });
        let Some(function) = super::FUNCTIONS.iter().filter(ready).find(|function| function.name == name) else {
            return Ok(None);
        };
        let span = self.span();
        self.next();
        self.require("(")?;
        let mut arguments = vec![self.sum(Where::OfColumn)?];
        while self.take_sign(",") {
            arguments.push(self.sum(Where::OfColumn)?);
        }
        self.require(")")?;
        self.counted(function, arguments.len(), span)?;
        Ok(Some(Relation::Ready(function, arguments)))
    }

    fn counted(&self, function: &Function, found: usize, span: Span) -> Parsed<()> {
        let (fits, needed) = match function.shape {
            Shape::Rows { .. } => (found == 1, "1 argument".to_string()),
            Shape::Values { arity, .. } => (found == arity, format!("{arity} arguments")),
            Shape::Relation { least, .. } => (found >= least, format!("at least {least} arguments")),
        };
        let message = || format!("expected {needed} in {}, found {found}", function.usage);
        if fits { Ok(()) } else { Err(TokenError { span: span.cover(self.before()), message: message() }) }
    }

    fn tolerance(&mut self) -> Parsed<Comparison> {
        let span = self.span();
        let TokenKind::Number { digits, unit } = self.peek().clone() else {
            return Err(self.expected("a tolerance, such as 5% or 0.5 GB"));
        };
        self.next();
        let tolerance = literal(&digits, &unit).map_err(|message| TokenError { span, message })?;
        if tolerance.measure.is_share() {
            Ok(Comparison::WithinShare(tolerance))
        } else {
            Ok(Comparison::Within(tolerance, span))
        }
    }

    fn comparison(&mut self) -> Option<Sign> {
        let sign = match self.peek() {
            TokenKind::Sign("==") => Sign::Other(Comparison::Equal),
            TokenKind::Sign("!=") => Sign::Other(Comparison::Different),
            TokenKind::Sign("<") => Sign::Other(Comparison::Less),
            TokenKind::Sign("<=") => Sign::Other(Comparison::LessOrEqual),
            TokenKind::Sign(">") => Sign::Other(Comparison::Greater),
            TokenKind::Sign(">=") => Sign::Other(Comparison::GreaterOrEqual),
            TokenKind::Sign("~") => Sign::Near,
            _ => return None,
        };
        self.next();
        Some(sign)
    }

    fn among(&mut self) -> Parsed<Among> {
        let close = match self.peek() {
            TokenKind::Sign("[") => "]",
            TokenKind::Sign("(") => ")",
            _ => return Ok(Among::Column(self.primary(Where::OfColumn)?)),
        };
        self.next();
        let mut list = Vec::new();
        loop {
            list.push(self.power(Where::OfFunction)?);
            if self.take_sign(close) {
                return Ok(Among::List(list));
            }
            self.require(",")?;
        }
    }

    fn sum(&mut self, filter: Where) -> Parsed<Expression> {
        let mut left = self.product(filter)?;
        loop {
            let operator = match self.peek() {
                TokenKind::Sign("+") => Operator::Add,
                TokenKind::Sign("-") => Operator::Subtract,
                _ => return Ok(left),
            };
            self.next();
            let right = self.product(filter)?;
            left = binary(operator, left, right);
        }
    }

    fn product(&mut self, filter: Where) -> Parsed<Expression> {
        let mut left = self.power(filter)?;
        loop {
            let operator = match self.peek() {
                TokenKind::Sign("*") => Operator::Multiply,
                TokenKind::Sign("/") => Operator::Divide,
                TokenKind::Word(word) if word == "mod" => Operator::Modulo,
                _ => return Ok(left),
            };
            self.next();
            let right = self.power(filter)?;
            left = binary(operator, left, right);
        }
    }

    fn power(&mut self, filter: Where) -> Parsed<Expression> {
        let start = self.span();
        if self.take_sign("-") {
            let inner = self.nested(|parser| parser.power(filter))?;
            let span = start.cover(inner.span);
            return Ok(Expression { kind: ExpressionKind::Negative(Box::new(inner)), span });
        }
        let base = self.primary(filter)?;
        if !self.take_sign("^") {
            return Ok(base);
        }
        let exponent = match self.peek() {
            TokenKind::Number { digits, unit } if unit.is_empty() => digits.parse().ok().filter(|n| *n <= 16),
            _ => None,
        };
        let Some(exponent) = exponent else {
            return Err(self.expected("a whole exponent from 0 to 16"));
        };
        self.next();
        let span = base.span.cover(self.before());
        Ok(Expression { kind: ExpressionKind::Power(Box::new(base), exponent), span })
    }

    fn primary(&mut self, filter: Where) -> Parsed<Expression> {
        let start = self.span();
        let kind = match self.peek().clone() {
            TokenKind::Number { digits, unit } => {
                self.next();
                let number = literal(&digits, &unit).map_err(|message| TokenError { span: start, message })?;
                ExpressionKind::Literal(number)
            }
            TokenKind::Text(text) => {
                self.next();
                ExpressionKind::Text(text.into())
            }
            TokenKind::Sign("(") => {
                self.next();
                let mut inner = self.nested(|parser| parser.sum(filter))?;
                self.require(")")?;
                inner.span = start.cover(self.before());
                return Ok(inner);
            }
            TokenKind::Word(word) if self.is_call() => {
                self.next();
                self.next();
                self.nested(|parser| parser.call(&word, start))?
            }
            TokenKind::Word(_) => {
                let path = self.path("a name")?;
                let own = filter == Where::OfColumn && self.take_word("where");
                let condition = if own { Some(Box::new(self.condition()?)) } else { None };
                ExpressionKind::Path(path, condition)
            }
            _ => return Err(self.expected("a number, a column, a function or \"(\"")),
        };
        Ok(Expression { kind, span: start.cover(self.before()) })
    }

    fn is_call(&self) -> bool {
        matches!(self.tokens.get(self.at + 1), Some(Token { kind: TokenKind::Sign("("), .. }))
    }

    fn call(&mut self, name: &str, span: Span) -> Parsed<ExpressionKind> {
        let value = |function: &&&Function| !matches!(function.shape, Shape::Relation { .. });
        let Some(function) = super::FUNCTIONS.iter().filter(value).find(|function| function.name == name) else {
            let names: Vec<_> = super::FUNCTIONS.iter().filter(value).map(|function| function.name).collect();
            let message = format!("expected one of {}, found \"{name}\"", names.join(", "));
            return Err(TokenError { span, message });
        };
        // Of rows a function takes those that its `where` leaves; of values each column has its own.
        let owner = match function.shape {
            Shape::Rows { .. } => Where::OfFunction,
            _ => Where::OfColumn,
        };
        let mut arguments = vec![self.sum(owner)?];
        while self.take_sign(",") {
            arguments.push(self.sum(owner)?);
        }
        let filter = if self.is_word("where") && matches!(function.shape, Shape::Rows { .. }) {
            self.next();
            Some(Box::new(self.condition()?))
        } else {
            None
        };
        self.require(")")?;
        self.counted(function, arguments.len(), span)?;
        Ok(ExpressionKind::Call(function, arguments, filter))
    }

    fn condition(&mut self) -> Parsed<Condition> {
        let mut left = self.conjunction()?;
        while self.take_word("or") {
            left = Condition::Or(Box::new(left), Box::new(self.conjunction()?));
        }
        Ok(left)
    }

    fn conjunction(&mut self) -> Parsed<Condition> {
        let mut left = self.test()?;
        while self.take_word("and") {
            left = Condition::And(Box::new(left), Box::new(self.test()?));
        }
        Ok(left)
    }

    fn test(&mut self) -> Parsed<Condition> {
        if self.take_word("not") {
            return Ok(Condition::Not(Box::new(self.nested(Parser::test)?)));
        }
        if self.take_sign("(") {
            let inner = self.nested(Parser::condition)?;
            self.require(")")?;
            return Ok(inner);
        }
        let left = self.power(Where::OfFunction)?;
        if self.take_word("in") {
            return Ok(Condition::In(left, self.among()?));
        }
        match self.comparison() {
            Some(Sign::Other(comparison)) => Ok(Condition::Compare(left, comparison, self.power(Where::OfFunction)?)),
            Some(Sign::Near) | None => Err(self.expected("=, !=, <, <=, >, >= or \"in\"")),
        }
    }
}

enum Sign {
    Near,
    Other(Comparison),
}

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.cover(right.span);
    Expression { kind: ExpressionKind::Binary(operator, Box::new(left), Box::new(right)), span }
}
