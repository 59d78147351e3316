"""Alembic's entry: runs the migrations on the connection that `store.migrate` holds open."""

from alembic import context

from correspondence.records.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
