//! `cargo xtask screens`: a picture of every screen of the running demo, light, dark and on a phone.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, ensure};

/// The picture that the README shows: which one, where it is kept, the most that it may weigh.
const README: (&str, &str, usize) = ("inbox-readme-light.png", "docs/screens/inbox.png", 250_000);

/// Runs the browser test that walks all screens, with a folder for the pictures, and copies the README's picture.
pub fn command(args: &[String]) -> anyhow::Result<ExitCode> {
    ensure!(args.is_empty(), "usage: cargo xtask screens");
    let root = crate::root();
    let folder = root.join("target/screens");
    let status = Command::new(env!("CARGO"))
        .args([
            "test",
            "--release",
            "--locked",
            "-p",
            "countersign",
            "--test",
            "browser",
            "--",
            "every_screen",
        ])
        .env("SCREENS", &folder)
        .env("COUNTERSIGN_REQUIRE_BROWSER", "1")
        .current_dir(&root)
        .status()?;
    if !status.success() {
        return Ok(ExitCode::FAILURE);
    }
    keep(&folder, &root)?;
    println!("pictures of all screens: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

fn keep(folder: &Path, root: &Path) -> anyhow::Result<()> {
    let (name, kept, most) = README;
    let from = folder.join(name);
    let small = smaller(&from).with_context(|| format!("pack {}", from.display()))?;
    ensure!(small.len() <= most, "{name} is {} bytes; at most {most}", small.len());
    std::fs::create_dir_all(root.join("docs/screens"))?;
    std::fs::write(root.join(kept), &small).with_context(|| format!("write {kept}"))?;
    println!("{kept}: {} bytes", small.len());
    Ok(())
}

/// The same pixels in fewer bytes: a browser packs for speed. Flat areas of a screen pack best without a filter.
fn smaller(from: &Path) -> anyhow::Result<Vec<u8>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(from)?)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("it is too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    let mut small = Vec::new();
    let mut encoder = png::Encoder::new(&mut small, frame.width, frame.height);
    encoder.set_color(frame.color_type);
    encoder.set_depth(frame.bit_depth);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels.get(..frame.buffer_size()).context("it is cut")?)?;
    writer.finish()?;
    Ok(small)
}
