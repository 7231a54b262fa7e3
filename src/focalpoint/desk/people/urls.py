"""Sign-in and sign-out: of allauth's addresses only these two."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("", views.login, name="account_login"),
    path("out/", views.logout, name="account_logout"),
    path("closed/", views.account_inactive, name="account_inactive"),
]
