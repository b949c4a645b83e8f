"""Pages of campaigns."""

app_name = "campaigns"
urlpatterns = []
