//! When a record's page is painted first, on a phone that is slow and far away: no later with the app behind it than
//! without. Printed, with when the app is there.

use crate::alone;
use callboard_tests::browser::Browser;
use callboard_tests::published;
use callboard_tests::server::Server;
use serde_json::json;

const PAGE: &str = "records/mass-call-2024-11-07.html";
/// Visits of each kind; the middle one counts.
const VISITS: usize = 5;
/// Milliseconds that the middle visits may differ by, of some 1,000: what the machine does besides is as much.
const NOISE: f64 = 150.0;

/// The site, or the same with the app's script taken out of its pages.
fn site(with_app: bool) -> Server {
    published::site_changed(move |path, mut reply| {
        if !with_app && path.ends_with(".html") {
            let text = String::from_utf8(reply.body).unwrap();
            let (before, rest) = text.split_once("<script type=\"module\"").unwrap();
            reply.body = [before, rest.split_once("</script>").unwrap().1]
                .concat()
                .into_bytes();
        }
        reply
    })
}

/// Milliseconds to the first paint with something to read, and to the app (0 where it does not come).
fn visit(site: &Server, with_app: bool) -> (f64, f64) {
    let browser = Browser::phone(390);
    browser.devtools("Network.enable", &json!({}));
    browser.devtools(
        "Network.emulateNetworkConditions",
        // 1.6 Mbit/s, in bytes.
        &json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 }),
    );
    browser.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": 4 }));
    browser.go(&format!("{}/{PAGE}", site.origin()));
    browser.wait_until(
        "something is painted",
        "performance.getEntriesByName('first-contentful-paint').length > 0",
    );
    let painted = browser
        .run("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
        .as_f64()
        .unwrap();
    if !with_app {
        return (painted, 0.0);
    }
    browser.wait_until(
        "the app is there",
        "document.querySelector('#cb-open button[data-do=copy]')",
    );
    let module = browser
        .run("return performance.getEntriesByType('resource').find(e => e.name.includes('callboard-app')).responseEnd")
        .as_f64()
        .unwrap();
    assert!(
        painted < module,
        "painted at {painted}, the app came at {module}"
    );
    let there = browser.run("return performance.now()").as_f64().unwrap();
    (painted, there)
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[test]
fn the_app_behind_a_record_page_delays_no_paint() {
    let _alone = alone();
    let (with, without) = (site(true), site(false));
    let (mut there, mut painted, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    // In turn, so that what else the machine does meets both.
    for _ in 0..VISITS {
        plain.push(visit(&without, false).0);
        let (first, app) = visit(&with, true);
        painted.push(first);
        there.push(app);
    }
    println!(
        "first contentful paint, with the app behind it: {painted:.0?} ms; without: {plain:.0?} ms; the app: {there:.0?} ms"
    );
    let (painted, plain) = (middle(painted), middle(plain));
    assert!(
        painted <= plain + NOISE,
        "{painted} ms with the app, {plain} without"
    );
}
