"""What Alembic runs: the migrations up to the wanted one, in one transaction on the connection it is given.

`mailticket.store.migrate` gives the connection. For `alembic revision --autogenerate`, which has none, the
URL of the store stands in the environment variable MAILTICKET_STORE_URL.
"""

import os

from alembic import context
from sqlalchemy import Connection

from mailticket.store import schema
from mailticket.store.database import Database


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=schema.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_given = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:
    with Database(os.environ["MAILTICKET_STORE_URL"]).transaction() as _connection:
        _run(_connection)
