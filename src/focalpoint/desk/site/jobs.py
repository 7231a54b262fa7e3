"""Every job that the worker of this installation can do."""

from focalpoint.desk.decisions.jobs import JOBS as DECISIONS
from focalpoint.desk.intake.jobs import JOBS as INTAKE
from focalpoint.desk.people.jobs import JOBS as PEOPLE
from focalpoint.desk.tasks.jobs import Job
from focalpoint.desk.tasks.upkeep import JOBS as UPKEEP

JOBS: tuple[Job, ...] = (*UPKEEP, *PEOPLE, *INTAKE, *DECISIONS)
