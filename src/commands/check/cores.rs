//! Work on every core; results are taken in the order of the input.

use std::iter;
use std::sync::mpsc::sync_channel;
use std::thread;

/// Pieces that wait for each core, and results of each that wait to be taken.
const WAITING_MAX: usize = 2;

/// Calls `done` on the calling thread, in the order of `pieces`. Each core has its turn with every piece in a row, so
/// the order needs no numbers, and memory does not grow with the input.
/// After the first error of `done`, pieces in work are finished and dropped.
pub(super) fn in_order<P: Send, R: Send, E>(
    cores: usize,
    mut pieces: impl Iterator<Item = P> + Send,
    work: impl Fn(P) -> R + Sync,
    mut done: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if cores < 2 {
        return pieces.map(work).try_for_each(done);
    }
    let Some(first) = pieces.next() else { return Ok(()) };
    done(work(first))?;
    // A single piece is not worth starting threads.
    let Some(second) = pieces.next() else { return Ok(()) };
    let (pieces, work) = (iter::once(second).chain(pieces), &work);
    thread::scope(|scope| {
        let (mut workers, mut results) = (Vec::new(), Vec::new());
        for _ in 0..cores {
            let (worker, given) = sync_channel(WAITING_MAX);
            let (caller, result) = sync_channel(WAITING_MAX);
            scope.spawn(move || given.into_iter().map(work).try_for_each(|result| caller.send(result)));
            workers.push(worker);
            results.push(result);
        }
        scope.spawn(move || {
            pieces.zip(workers.iter().cycle()).try_for_each(|(piece, worker)| worker.send(piece))
        });
        // The worker in turn has ended if nothing is left, or if it panicked: the end of the scope passes that on.
        results.iter().cycle().map_while(|result| result.recv().ok()).try_for_each(done)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn pieces_come_back_in_order_on_any_number_of_cores() {
        for cores in [1, 2, 3, 8] {
            for count in [0, 1, 2, 3, 4, 5, 17, 1000] {
                let mut squares = Vec::new();
                let done = |square| {
                    squares.push(square);
                    Ok::<_, ()>(())
                };
                in_order(cores, 0..count, |piece: u64| piece * piece, done).unwrap();
                assert_eq!(squares, (0..count).map(|n| n * n).collect::<Vec<_>>(), "{cores} {count}");
            }
        }
    }

    #[test]
    fn what_is_worked_is_done_with_while_the_next_piece_is_waited_for() {
        for cores in [1, 2, 3] {
            let (told, heard) = mpsc::channel();
            told.send(()).unwrap();
            // The next piece arrives only after the last one is done.
            let pieces = heard.into_iter().take(20);
            let done = |()| {
                // Nobody hears the last one.
                let _ = told.send(());
                Ok::<_, ()>(())
            };
            in_order(cores, pieces, |()| (), done).unwrap();
        }
    }

    #[test]
    fn no_more_pieces_are_held_than_cores_can_use() {
        for cores in [1, 3] {
            let held = AtomicUsize::new(0);
            let pieces = (0..10_000).inspect(|_| _ = held.fetch_add(1, Ordering::Relaxed));
            let mut most = 0;
            let done = |_| {
                most = most.max(held.fetch_sub(1, Ordering::Relaxed));
                Ok::<_, ()>(())
            };
            in_order(cores, pieces, |piece| piece, done).unwrap();
            // Each core works on one; one is on its way to a core and one is done with.
            assert!(most <= cores * (2 * WAITING_MAX + 1) + 2, "{cores}: {most}");
        }
    }

    #[test]
    fn an_error_ends_it_without_waiting_for_what_is_left() {
        for cores in [1, 4] {
            let mut done = 0;
            let tell = |_| {
                done += 1;
                if done == 3 { Err("full") } else { Ok(()) }
            };
            assert_eq!(in_order(cores, 0.., |piece: u64| piece, tell), Err("full"));
            assert_eq!(done, 3);
        }
    }

    #[test]
    fn a_fault_on_any_thread_is_passed_on_and_leaves_nobody_waiting() {
        for (cores, faulty) in [(1, 7), (2, 0), (2, 7), (2, 8), (3, 1), (3, 7), (3, 50)] {
            let work = |piece| assert_ne!(piece, faulty, "planted");
            let fault = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let _ = in_order(cores, 0..100, work, |()| Ok::<_, ()>(()));
            }));
            assert!(fault.is_err(), "{cores} {faulty}");
        }
    }
}
