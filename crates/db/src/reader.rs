//! Queries: what a read closure is given, and the threads on which such closures run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::oneshot;

use crate::conn::{Access, Conn, Place, RowRef};
use crate::dialect::Dialect;
use crate::error::DbError;
use crate::row::Row;
use crate::value::Value;

/// Queries on a connection that cannot write.
pub struct Reader<'c> {
    conn: &'c mut Conn,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(conn: &'c mut Conn) -> Self {
        Self { conn }
    }

    /// All rows.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DbError> {
        self.conn.query(sql, params)
    }

    /// The only row.
    pub fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Row, DbError> {
        self.query_opt(sql, params)?.ok_or(DbError::NotOneRow(0))
    }

    /// The only row, if there is one.
    pub fn query_opt(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        let mut rows = self.conn.query(sql, params)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            found => Err(DbError::NotOneRow(found)),
        }
    }

    /// All rows, each read by `read`.
    pub fn list<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        read: impl Fn(&Row) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        self.query(sql, params)?.iter().map(read).collect()
    }

    /// The only row, if there is one, read by `read`.
    pub fn find<T>(
        &mut self,
        sql: &str,
        params: &[Value],
        read: impl Fn(&Row) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        self.query_opt(sql, params)?.as_ref().map(read).transpose()
    }

    /// The integer in column `number` of the only row.
    pub fn count(&mut self, sql: &str, params: &[Value]) -> Result<i64, DbError> {
        self.query_one(sql, params)?.int("number")
    }

    /// Hands every row to `take` as it arrives, without keeping any; an error from `take` ends the query.
    pub fn for_each(
        &mut self,
        sql: &str,
        params: &[Value],
        mut take: impl FnMut(RowRef<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.conn.for_each(sql, params, &mut take)
    }

    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.conn.dialect()
    }

    /// Runs `body` in one snapshot: all its queries see the same state of the database.
    pub fn snapshot<T>(&mut self, body: impl FnOnce(&mut Self) -> Result<T, DbError>) -> Result<T, DbError> {
        self.conn.script(self.conn.dialect().begin_snapshot())?;
        let result = body(self);
        // Nothing was written, so ending without effect is all that there is to do.
        let ended = self.conn.rollback();
        result.and_then(|value| ended.map(|()| value))
    }
}

type Job = Box<dyn FnOnce(Result<&mut Conn, DbError>) + Send>;

/// A few threads, each with a connection of its own, opened when first needed.
pub(crate) struct Pool {
    place: Place,
    queue: mpsc::Sender<Job>,
}

impl Pool {
    pub(crate) fn start(place: &Place, threads: usize) -> Result<Self, DbError> {
        let (queue, waiting) = mpsc::channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads.max(1) {
            let (waiting, place) = (Arc::clone(&waiting), place.clone());
            std::thread::Builder::new()
                .name(format!("reader-{number}"))
                .spawn(move || serve(&waiting, &place))
                .map_err(|error| DbError::Refused(format!("a reader's thread cannot start: {error}")))?;
        }
        Ok(Self { place: place.clone(), queue })
    }

    /// Runs `body` on one of the threads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut Reader<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            // A caller that has gone does not need its answer.
            let _gone = answer.send(conn.and_then(|conn| body(&mut Reader::new(conn))));
        });
        self.queue.send(job).map_err(|_| DbError::Closed)?;
        answered.await.unwrap_or_else(|_| Err(DbError::Lost("the read ended without an answer".to_owned())))
    }

    /// Runs `body` on a connection and a thread of its own: for walks so long that they would hold up the screens.
    pub(crate) async fn read_long<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut Reader<'_>) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, DbError> {
        let (answer, answered) = oneshot::channel();
        let place = self.place.clone();
        std::thread::Builder::new()
            .name("long-reader".to_owned())
            .spawn(move || {
                let conn = Conn::open(&place, Access::Read);
                let _gone = answer.send(conn.and_then(|mut conn| body(&mut Reader::new(&mut conn))));
            })
            .map_err(|error| DbError::Refused(format!("a reader's thread cannot start: {error}")))?;
        answered.await.unwrap_or_else(|_| Err(DbError::Lost("the read ended without an answer".to_owned())))
    }
}

/// Takes jobs until the pool is gone. The connection is opened again when it is known to be dead.
fn serve(waiting: &Mutex<mpsc::Receiver<Job>>, place: &Place) {
    let mut open: Option<Conn> = None;
    loop {
        let Ok(job) = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv() else { return };
        let conn = match open.take_if(|conn| !conn.is_broken()) {
            Some(conn) => Ok(conn),
            None => Conn::open(place, Access::Read),
        };
        // A body that panics must not take one of the few threads with it; its connection may be in any state, and
        // goes.
        let ran = catch_unwind(AssertUnwindSafe(|| match conn {
            Ok(mut conn) => {
                job(Ok(&mut conn));
                Some(conn)
            }
            Err(error) => {
                job(Err(error));
                None
            }
        }));
        open = ran.unwrap_or_else(|_| {
            tracing::error!("a read has panicked");
            None
        });
    }
}
