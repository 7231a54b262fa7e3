"""References in templates, cut as everywhere."""

from django import template

from focalpoint.desk.marking.refs import short_ref

register = template.Library()
register.filter("short_ref", short_ref)
