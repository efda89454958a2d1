//! Every story of the project is told, on every engine there is, and compared with its transcript.

use std::path::{Path, PathBuf};

use futures_util::future::join_all;
use testkit::engines::on_both_engines;
use testkit::story;

/// Stories told at once: most of their time is waiting for the disk.
const AT_ONCE: usize = 6;

#[test]
fn every_story_ends_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories");
    let only = std::env::var_os("COUNTERSIGN_STORY");
    let wanted = |file: &PathBuf| only.as_ref().is_none_or(|only| file.file_stem() == Some(only));
    let files: Vec<PathBuf> = story::files(&folder).into_iter().filter(wanted).collect();
    assert!(!files.is_empty(), "no story was found");
    on_both_engines(async |db| {
        let mut wrong: Vec<String> = Vec::new();
        for files in files.chunks(AT_ONCE) {
            let told = join_all(files.iter().map(async |file| story::tell(file, &db.another()).await)).await;
            wrong.extend(told.into_iter().filter_map(Result::err));
        }
        assert!(
            wrong.is_empty(),
            "{} of {} stories end otherwise\n\n{}",
            wrong.len(),
            files.len(),
            wrong.join("\n\n")
        );
    });
}
