from django.apps import AppConfig


class RevenueConfig(AppConfig):
    name = "tenure.revenue"
    label = "revenue"
