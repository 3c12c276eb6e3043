//! The good example.

use chatfare::scenario::{LoadOptions, Scenario, load};
use std::path::Path;

/// Tariff names as the program knows them.
pub fn options() -> LoadOptions {
    LoadOptions { sets: Vec::new(), tariffs: vec!["whatsapp-2018-08".into(), "whatsapp-2026-10".into()] }
}

pub fn launch() -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good/launch.toml");
    load(&path, &options()).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn loads() {
    let s = launch();
    println!("{s:#?}");
}
