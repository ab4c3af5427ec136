//! The `crossfoot` program.

fn main() {}
