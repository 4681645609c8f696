//! Work in pieces, on every core, done with in the order in which it was begun.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, Scope};

/// Pieces that each core has at a time: one in work, one waiting.
const PIECES_A_CORE: usize = 2;

/// Fills pieces, has each worked on, and is done with them in order. Pieces are used again, so that as many are held as
/// cores can use, however much there is to do. Where all of it is a single piece, or there is one core, no other thread
/// is begun than the calling one; else one fills, and as many work as there are cores.
///
/// `fill` says whether there was anything left to fill a piece with.
///
/// # Errors
/// The first that `fill` or `done` gives; what is in work then is finished and dropped.
pub(super) fn in_order<P: Default + Send, E: Send>(
    cores: usize,
    mut fill: impl FnMut(&mut P) -> Result<bool, E> + Send,
    work: impl Fn(&mut P) + Sync,
    mut done: impl FnMut(&mut P) -> Result<(), E>,
) -> Result<(), E> {
    let mut piece = P::default();
    let mut pieces = 0;
    while fill(&mut piece)? {
        pieces += 1;
        if cores > 1 && pieces > 1 {
            return on_threads(cores, piece, fill, &work, done);
        }
        work(&mut piece);
        done(&mut piece)?;
    }
    Ok(())
}

fn on_threads<P: Default + Send, E: Send>(
    cores: usize,
    filled: P,
    mut fill: impl FnMut(&mut P) -> Result<bool, E> + Send,
    work: &(impl Fn(&mut P) + Sync),
    mut done: impl FnMut(&mut P) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (crew, worked): (Vec<_>, Vec<_>) = (0..cores).map(|_| begin(scope, work)).unzip();
        let (used, idle) = mpsc::channel();
        for piece in (1..cores * PIECES_A_CORE).map(|_| P::default()) {
            // The other end stands until the thread below has it.
            let _ = used.send(piece);
        }
        let filling = scope.spawn(move || {
            let mut in_turn = crew.iter().cycle();
            let mut send = |piece| in_turn.next().is_some_and(|worker| worker.send(piece).is_ok());
            let mut goes_on = send(filled);
            while goes_on && let Ok(mut piece) = idle.recv() {
                goes_on = fill(&mut piece)? && send(piece);
            }
            Ok(())
        });
        for worked in worked.iter().cycle() {
            // A worker that is gone has nothing left to do, or had a fault, which the end of the scope passes on.
            let Ok(mut piece) = worked.recv() else { break };
            done(&mut piece)?;
            let _ = used.send(piece);
        }
        drop(used);
        filling.join().unwrap_or(Ok(()))
    })
}

/// Begins a worker: where it takes pieces, and where it gives them back.
fn begin<'scope, P: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: &'scope (impl Fn(&mut P) + Sync),
) -> (Sender<P>, Receiver<P>) {
    let (pieces, waiting) = mpsc::channel::<P>();
    let (finished, worked) = mpsc::channel();
    scope.spawn(move || {
        for mut piece in waiting {
            work(&mut piece);
            if finished.send(piece).is_err() {
                return;
            }
        }
    });
    (pieces, worked)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Squares the numbers up to `count`; the piece is the number.
    fn squares(cores: usize, count: u64) -> Vec<u64> {
        let (mut next, mut squares) = (0, Vec::new());
        let fill = |piece: &mut u64| {
            (*piece, next) = (next, next + 1);
            Ok::<_, ()>(*piece < count)
        };
        let done = |piece: &mut u64| {
            squares.push(*piece);
            Ok(())
        };
        in_order(cores, fill, |piece| *piece *= *piece, done).unwrap();
        squares
    }

    #[test]
    fn pieces_come_back_in_order_on_any_number_of_cores() {
        for cores in [1, 2, 3, 8] {
            for count in [0, 1, 2, 3, 4, 5, 17, 1000] {
                assert_eq!(
                    squares(cores, count),
                    (0..count).map(|n| n * n).collect::<Vec<_>>(),
                    "{cores} {count}"
                );
            }
        }
    }

    #[test]
    fn no_more_pieces_are_made_than_cores_can_use() {
        /// Counts how often it is made.
        struct Made;
        thread_local! {
            static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
        }
        impl Default for Made {
            fn default() -> Self {
                COUNT.set(COUNT.get() + 1);
                Self
            }
        }
        let mut left = 10_000;
        let fill = |_: &mut Made| {
            left -= 1;
            Ok::<_, ()>(left > 0)
        };
        in_order(3, fill, |_| (), |_| Ok(())).unwrap();
        assert_eq!(COUNT.get(), 3 * PIECES_A_CORE);
    }

    #[test]
    fn an_error_ends_it_without_waiting_for_what_is_left() {
        for cores in [1, 4] {
            let (filled, mut done) = (AtomicUsize::new(0), 0);
            let fill = |(): &mut ()| {
                filled.fetch_add(1, Ordering::Relaxed);
                Ok(true)
            };
            let ended = in_order(
                cores,
                fill,
                |()| (),
                |()| {
                    done += 1;
                    if done == 3 { Err("full") } else { Ok(()) }
                },
            );
            assert_eq!((ended, done), (Err("full"), 3));
            assert!(filled.into_inner() <= 4 + cores * PIECES_A_CORE);
        }
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_fault_in_a_worker_is_passed_on() {
        let mut next = 0;
        let fill = |piece: &mut u32| {
            (*piece, next) = (next, next + 1);
            Ok::<_, ()>(next < 100)
        };
        let _ = in_order(2, fill, |piece| assert_ne!(*piece, 7, "planted"), |_| Ok(()));
    }
}
