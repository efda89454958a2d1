//! Every story of the project is told, on every engine there is, and compared with its transcript.

use std::path::Path;

use testkit::engines::on_both_engines;
use testkit::story;

#[test]
fn every_story_ends_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories");
    let only = std::env::var_os("COUNTERSIGN_STORY");
    on_both_engines(async |db| {
        let mut wrong = Vec::new();
        let mut told = 0;
        for file in story::files(&folder) {
            let name = file.file_stem().unwrap_or_default();
            if only.as_ref().is_some_and(|only| only != name) {
                continue;
            }
            told += 1;
            if let Err(difference) = story::tell(&file, &db.another()).await {
                wrong.push(difference);
            }
        }
        assert!(told > 0, "no story was found");
        assert!(
            wrong.is_empty(),
            "{} of {told} stories end otherwise\n\n{}",
            wrong.len(),
            wrong.join("\n\n")
        );
    });
}
