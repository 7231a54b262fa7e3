"""The table of sent forms changes its app; nothing in the database changes."""

from django.db import migrations


class Migration(migrations.Migration):
    """Fifth version."""

    dependencies = [("trail", "0004_lost_indexes")]
    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Once")])]
